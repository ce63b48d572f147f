import { known, type Fact } from "../../core/gate/fact.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { AlertmanagerIncidents } from "../../core/policy/gates/incidents.ts";
import { listed } from "../incident-period.ts";
import { jsonAnswer } from "../service/json-answer.ts";
import { serviceAddress } from "../service/service-address.ts";
import { createServiceClient } from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";
import { alerts, toSeen } from "./alert.ts";

const NAME = "Alertmanager";

export interface Alertmanager {
  /**
   * The alerts that are firing now; those that ended it does not know.
   *
   * @throws ProviderError
   */
  incidents(
    choice: AlertmanagerIncidents,
    now: Date,
  ): Promise<Fact<SeenIncident[]>>;
}

/**
 * Asks a Prometheus Alertmanager, or what speaks its API version 2: Mimir, Grafana.
 *
 * @param settings.url the base address, a path included where there is one; a user and password in it are sent along
 * @param settings.token sent as a bearer token
 */
export function createAlertmanager(
  settings: { url: string; token?: string },
  surroundings: Surroundings = SURROUNDINGS,
): Alertmanager {
  const { base, headers } = serviceAddress(settings.url, settings.token);
  const client = createServiceClient(
    { provider: "alertmanager", name: NAME, base, headers },
    surroundings,
  );
  const read = jsonAnswer(NAME, alerts);
  return {
    async incidents(choice, now) {
      const query = questionOf(choice);
      const path = "/api/v2/alerts";
      const { value, age } = await client.ask({ path, query, read });
      return known(
        value.map((alert) => toSeen(alert, choice, base)),
        {
          source: "alertmanager",
          at: now,
          query: `GET ${path}?${query.toString()}`,
          answer: listed(
            value.map(({ labels, fingerprint, status }) =>
              [
                labels["alertname"] ?? fingerprint,
                labels[choice.severity_label] ?? "unrated",
                status.state,
              ].join(" "),
            ),
          ),
          ...(age !== undefined && { age }),
          link: `${base}/#/alerts`,
        },
      );
    },
  };
}

function questionOf({
  matchers,
  silenced,
  inhibited,
}: AlertmanagerIncidents): URLSearchParams {
  const query = new URLSearchParams({
    active: "true",
    unprocessed: "true",
    silenced: String(silenced),
    inhibited: String(inhibited),
  });
  for (const matcher of matchers) query.append("filter", matcher);
  return query;
}
