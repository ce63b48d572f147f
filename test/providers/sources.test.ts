import { describe, expect, it } from "vitest";
import { createAlertmanager } from "../../providers/alertmanager/alertmanager.ts";
import { createGrafanaIrm } from "../../providers/grafana-irm/grafana-irm.ts";
import { createIncidentIo } from "../../providers/incident-io/incident-io.ts";
import { createPagerDuty } from "../../providers/pagerduty/pagerduty.ts";
import { createStatuspage } from "../../providers/statuspage/statuspage.ts";
import {
  SURROUNDINGS,
  type Surroundings,
} from "../../providers/service/surroundings.ts";
import { freePort } from "../../sandbox/free-port.ts";
import { chosenSource } from "./chosen-source.ts";
import { FAULTS, servers } from "./faulty-service.ts";

const start = servers();
const now = new Date("2026-03-04T12:00:00Z");
const period = { since: new Date("2026-02-25T12:00:00Z"), now };

const rotaPeriod = { ...period, from: period.since, until: now, isMapped };

function isMapped(): boolean {
  return false;
}

/** The time between attempts is up at once. */
const IMPATIENT = { ...SURROUNDINGS, random: () => 0 };

/** Each asks the source that stands at this address. */
const SOURCES: [
  string,
  string,
  (url: string, surroundings: Surroundings) => Promise<unknown>,
][] = [
  [
    "pagerduty",
    "PagerDuty",
    (url, surroundings) =>
      createPagerDuty({ url, token: "t" }, surroundings).incidents(
        chosenSource("pagerduty"),
        period,
      ),
  ],
  [
    "alertmanager",
    "Alertmanager",
    (url, surroundings) =>
      createAlertmanager({ url }, surroundings).incidents(
        chosenSource("alertmanager"),
        now,
      ),
  ],
  [
    "statuspage",
    "Statuspage",
    (url, surroundings) =>
      createStatuspage({ url }, surroundings).incidents(
        chosenSource("statuspage"),
        period,
      ),
  ],
  [
    "pagerduty",
    "PagerDuty",
    (url, surroundings) =>
      createPagerDuty({ url, token: "t" }, surroundings).onCall(
        { schedule: "PABC123" },
        rotaPeriod,
      ),
  ],
  [
    "pagerduty",
    "PagerDuty",
    (url, surroundings) =>
      createPagerDuty({ url, token: "t" }, surroundings).onCall(
        { escalation_policy: "PABC123", level: 1 },
        rotaPeriod,
      ),
  ],
  [
    "grafana irm",
    "Grafana IRM",
    (url, surroundings) =>
      createGrafanaIrm({ url, token: "t" }, surroundings).onCall(
        { schedule: "SABC123" },
        rotaPeriod,
      ),
  ],
  [
    "incident.io",
    "incident.io",
    (url, surroundings) =>
      createIncidentIo({ url, token: "t" }, surroundings).onCall(
        { schedule: "01ABC" },
        rotaPeriod,
      ),
  ],
];

describe.each(SOURCES)("%s", (provider, name, ask) => {
  it.each(FAULTS)(
    "that %s fails with its own words",
    async (_, fault, says) => {
      const url = await start(fault);
      await expect(ask(url, IMPATIENT)).rejects.toMatchObject({
        name: "ProviderError",
        provider,
        message: expect.stringMatching(new RegExp(`^${name} ${says.source}`)),
      });
    },
  );

  it("that does not answer fails when its time is over", async () => {
    const url = await start(() => {});
    const hasty: Surroundings = {
      ...IMPATIENT,
      wait: (milliseconds, signal) =>
        SURROUNDINGS.wait(milliseconds / 100, signal),
    };
    await expect(ask(url, hasty)).rejects.toMatchObject({
      message: `${name} did not answer within 4 seconds`,
    });
  });

  it("that is not there fails", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(ask(url, IMPATIENT)).rejects.toMatchObject({
      message: `${name} could not be reached: ECONNREFUSED`,
    });
  });
});
