import * as z from "zod";
import { known } from "../../core/gate/fact.ts";
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

const SERVICE = { provider: "incident.io", name: "incident.io" };
const PATH = "/v2/schedule_entries";

export interface IncidentIo {
  onCall: ScheduleLookup;
}

/**
 * `final` is what comes of the schedule and its overrides; an entry without a user is a time without anybody.
 * Source: incident.io's API, "Schedules V2", ListScheduleEntries.
 */
const entryPage = z.object({
  schedule_entries: z.object({
    final: z.array(
      z.object({
        start_at: moment,
        end_at: moment,
        user: z
          .object({
            id: z.string().min(1),
            name: z.string().nullish(),
            email: z.string().nullish(),
          })
          .nullish(),
      }),
    ),
  }),
  pagination_meta: z.object({ after: z.string().nullish() }).nullish(),
});

/** @param settings.url https://api.incident.io */
export function createIncidentIo(
  settings: { url: string; token: string },
  surroundings: Surroundings = SURROUNDINGS,
): IncidentIo {
  const client = createServiceClient(
    { ...SERVICE, ...serviceAddress(settings.url, settings.token) },
    surroundings,
  );
  const read = jsonAnswer(SERVICE.name, entryPage);

  return {
    async onCall({ schedule }, { from, until, now }) {
      const questions = questionsTo(client);
      const end = until.toISOString();
      // The next page begins where this one ends.
      const entries = await allPages(
        SERVICE,
        from.toISOString(),
        async (begin) => {
          const query = new URLSearchParams({
            schedule_id: schedule,
            entry_window_start: begin,
            entry_window_end: end,
          });
          const value = await questions.ask({ path: PATH, query, read });
          const next = value.pagination_meta?.after ?? "";
          return {
            items: value.schedule_entries.final,
            next: next === "" ? undefined : next,
          };
        },
      );
      const shifts = entries.flatMap(({ user, start_at, end_at }) =>
        user
          ? [
              {
                user: {
                  id: user.id,
                  ...(user.name && { name: user.name }),
                  ...(user.email && { email: user.email }),
                },
                from: start_at,
                until: end_at,
              },
            ]
          : [],
      );
      return known(shifts, {
        source: SERVICE.provider,
        at: now,
        query: `GET ${PATH}?schedule_id=${schedule}`,
        answer: shownShifts(shifts, now),
        ...questions.age(),
      });
    },
  };
}
