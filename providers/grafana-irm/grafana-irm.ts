import * as z from "zod";
import { known } from "../../core/gate/fact.ts";
import type { UserShift } from "../../core/gate/on-call/rota-people.ts";
import { jsonAnswer, moment } from "../service/json-answer.ts";
import {
  allPages,
  questionsTo,
  type ScheduleLookup,
  shownShifts,
} from "../rota-period.ts";
import { serviceAddress } from "../service/service-address.ts";
import { createServiceClient } from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";

const SERVICE = { provider: "grafana irm", name: "Grafana IRM" };
const DAY_MS = 86_400_000;

export interface GrafanaIrm {
  onCall: ScheduleLookup;
}

/** Source: Grafana IRM's HTTP API, "Export a schedule's final shifts". */
const shiftPage = z.object({
  next: z.string().nullish(),
  results: z.array(
    z
      .object({
        user_pk: z.string().min(1),
        user_email: z.string().nullish(),
        user_username: z.string().nullish(),
        shift_start: moment,
        shift_end: moment,
      })
      .transform(
        ({
          user_pk: id,
          user_username: name,
          user_email: email,
          ...time
        }): UserShift => ({
          user: { id, ...(name && { name }), ...(email && { email }) },
          from: time.shift_start,
          until: time.shift_end,
        }),
      ),
  ),
});

/**
 * Grafana IRM, and Grafana OnCall of older installations.
 *
 * @param settings.url the address of its API, up to `/api/v1`
 * @param settings.token sent as it is: some installations want `Bearer` before it, and some don't
 * @param settings.stack the Grafana's own address, which tokens of service accounts need
 */
export function createGrafanaIrm(
  settings: { url: string; token: string; stack?: string },
  surroundings: Surroundings = SURROUNDINGS,
): GrafanaIrm {
  const { url, token, stack } = settings;
  const client = createServiceClient(
    {
      ...SERVICE,
      base: serviceAddress(url).base,
      headers: {
        authorization: token,
        ...(stack !== undefined && { "x-grafana-url": stack }),
      },
    },
    surroundings,
  );
  const read = jsonAnswer(SERVICE.name, shiftPage);

  return {
    async onCall({ schedule }, { from, until, now }) {
      const questions = questionsTo(client);
      const path = `/api/v1/schedules/${schedule}/final_shifts`;
      // Whole days in a zone that is the schedule's own: one more on each side has every shift in it.
      const days = new URLSearchParams({
        start_date: dayOf(from, -DAY_MS),
        end_date: dayOf(until, DAY_MS),
      });
      const shifts = await allPages(SERVICE, days, async (query) => {
        const value = await questions.ask({ path, query, read });
        return { items: value.results, next: queryOf(value.next) };
      });
      return known(shifts, {
        source: SERVICE.provider,
        at: now,
        query: `GET ${path}`,
        answer: shownShifts(shifts, now),
        ...questions.age(),
      });
    },
  };
}

function dayOf(date: Date, shiftMs: number): string {
  return new Date(date.getTime() + shiftMs).toISOString().slice(0, 10);
}

/** Of the next page's address only the question is taken: the token goes nowhere else. */
function queryOf(next: string | null | undefined): URLSearchParams | undefined {
  if (!next) return undefined;
  const [, question = ""] = next.split("?");
  return new URLSearchParams(question);
}
