import { known, type Fact } from "../../core/gate/fact.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { StatuspageIncidents } from "../../core/policy/gates/incidents.ts";
import { listed, type Period } from "../incident-period.ts";
import { jsonAnswer } from "../service/json-answer.ts";
import { ProviderError } from "../provider-error.ts";
import { serviceAddress } from "../service/service-address.ts";
import { createServiceClient } from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";
import { endOf, incidents, isChosen, toSeen } from "./incident.ts";

const NAME = "Statuspage";
/** The public API shows this many incidents, newest first, and has no second page. */
const MOST_SHOWN = 50;

export interface Statuspage {
  /**
   * The incidents that are open, and those that ended within the period.
   *
   * @throws ProviderError
   */
  incidents(
    choice: StatuspageIncidents,
    period: Period,
  ): Promise<Fact<SeenIncident[]>>;
}

/** @param settings.url the page that everybody sees, such as https://status.example.com */
export function createStatuspage(
  settings: { url: string },
  surroundings: Surroundings = SURROUNDINGS,
): Statuspage {
  const { base, headers } = serviceAddress(settings.url);
  const client = createServiceClient(
    { provider: "statuspage", name: NAME, base, headers },
    surroundings,
  );
  const read = jsonAnswer(NAME, incidents);
  return {
    async incidents(choice, { since, now }) {
      const deadline = client.deadline();
      const list = (path: string) => client.ask({ path, read }, deadline);
      // First what is open: what is resolved in between is then found in the second list.
      const open = await list("/api/v2/incidents/unresolved.json");
      const latest = await list("/api/v2/incidents.json");
      const shown = latest.value.incidents;
      const oldest = shown.at(-1);
      if (oldest && shown.length >= MOST_SHOWN && oldest.created_at > since) {
        throw new ProviderError(
          "statuspage",
          `${NAME} shows only its ${MOST_SHOWN} latest incidents, and all of them began within the time that has to have been calm`,
          { retryable: true },
        );
      }
      const all = [...open.value.incidents, ...shown];
      const found = [...new Map(all.map((one) => [one.id, one])).values()]
        .filter((one) => isChosen(one, choice))
        .filter((one) => {
          const end = endOf(one);
          return end === undefined || end >= since;
        });
      const age = Math.max(open.age ?? 0, latest.age ?? 0);
      return known(
        found.map((one) => toSeen(one, choice, base)),
        {
          source: "statuspage",
          at: now,
          query: `GET /api/v2/incidents.json: open, or resolved since ${since.toISOString()}`,
          answer: listed(
            found.map(({ id, impact, status }) => `${id} ${impact} ${status}`),
          ),
          ...(age > 0 && { age }),
          link: `${base}/history`,
        },
      );
    },
  };
}
