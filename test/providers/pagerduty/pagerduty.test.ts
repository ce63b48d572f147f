import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createPagerDuty } from "../../../providers/pagerduty/pagerduty.ts";
import { SURROUNDINGS } from "../../../providers/service/surroundings.ts";
import { startPagerDuty } from "../../../sandbox/services/pagerduty.ts";
import { chosenSource } from "../chosen-source.ts";
import { servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:34:56Z");
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);
const PERIOD = { since: daysAgo(7), now: NOW };

const pagerduty = await startPagerDuty();
const start = servers();
let time = NOW.getTime();
const surroundings = { ...SURROUNDINGS, now: () => time };

beforeEach(() => {
  pagerduty.incidents.length = 0;
  pagerduty.asked.length = 0;
  time = NOW.getTime();
});
afterAll(() => pagerduty.stop());

async function incidents(given: object = {}) {
  const fact = await createPagerDuty(pagerduty, surroundings).incidents(
    chosenSource("pagerduty", given),
    PERIOD,
  );
  return fact.known ? fact.value : fact.reason;
}

const open = (given: Parameters<typeof pagerduty.trigger>[0] = {}) =>
  pagerduty.trigger({ created_at: daysAgo(1).toISOString(), ...given });
const resolved = (daysBefore: number, given: object = {}) =>
  open({
    status: "resolved",
    created_at: daysAgo(daysBefore + 1).toISOString(),
    resolved_at: daysAgo(daysBefore).toISOString(),
    ...given,
  });

describe("PagerDuty's incidents", () => {
  it("are those that are open, however old, and those that ended within the period", async () => {
    const old = open({ created_at: daysAgo(100).toISOString() });
    const acknowledged = open({ status: "acknowledged" });
    const recent = resolved(6);
    const long = resolved(2, { created_at: daysAgo(60).toISOString() });
    resolved(8);
    const found = await incidents();
    expect(found).toHaveLength(4);
    expect(found).toMatchObject([
      { title: "The shop is down", startedAt: daysAgo(100) },
      { links: [acknowledged.html_url] },
      { links: [long.html_url], resolvedAt: daysAgo(2) },
      { links: [recent.html_url], resolvedAt: daysAgo(6) },
    ]);
    expect(found).toMatchObject([
      { names: [old.html_url, old.incident_key] },
      {},
      {},
      {},
    ]);
    expect(found).not.toMatchObject([{ resolvedAt: expect.any(Date) }]);
  });

  it.each([
    ["P1", "low", "SEV-1"],
    ["p4", "high", "SEV-4"],
    ["SEV-2", "low", "SEV-2"],
    ["Major", "low", "SEV-3"],
    ["Of the moon", "high", "unrated"],
    [undefined, "high", "SEV-2"],
    [undefined, "low", "SEV-4"],
  ] as const)(
    "of priority %s and urgency %s are %s",
    async (name, urgency, severity) => {
      open({ priority: name === undefined ? null : { name }, urgency });
      expect(await incidents({ severities: { major: "SEV-3" } })).toMatchObject(
        [{ severity }],
      );
    },
  );

  it("of a priority that says nothing are what the policy says", async () => {
    open({ priority: { name: "Of the moon" } });
    expect(await incidents({ unrated: "SEV-1" })).toMatchObject([
      { severity: "SEV-1" },
    ]);
  });

  it("are looked up in the services and of the urgency that the policy names", async () => {
    open({ urgency: "low" });
    open({ service: { id: "POTHER1" } });
    const wanted = open({ service: { id: "PWANTED" } });
    expect(
      await incidents({ services: ["PWANTED", "PTHIRD1"], urgency: "high" }),
    ).toMatchObject([{ links: [wanted.html_url] }]);
  });

  it("are asked for within six months, explicitly and to the hour", async () => {
    await incidents();
    expect(
      pagerduty.asked.map((query) => [query.get("since"), query.get("until")]),
    ).toEqual([
      ["2025-09-06T12:00:00.000Z", "2026-03-04T13:00:00.000Z"],
      ["2025-09-06T12:00:00.000Z", "2026-03-04T13:00:00.000Z"],
    ]);
  });

  it("are read page by page, and no further than needed", async () => {
    for (let count = 0; count < 230; count += 1) open();
    for (let count = 0; count < 250; count += 1) resolved(count / 10);
    expect(await incidents()).toHaveLength(230 + 71);
    expect(
      pagerduty.asked.map((query) => [
        query.getAll("statuses[]").join(),
        query.get("offset"),
      ]),
    ).toEqual([
      ["triggered,acknowledged", "0"],
      ["triggered,acknowledged", "100"],
      ["triggered,acknowledged", "200"],
      ["resolved", "0"],
    ]);
  });

  it("come with the question, a short answer and its age as evidence", async () => {
    open({ priority: { name: "P1" } });
    const client = createPagerDuty(pagerduty, surroundings);
    const first = await client.incidents(chosenSource("pagerduty"), PERIOD);
    time += 10_000;
    const second = await client.incidents(chosenSource("pagerduty"), PERIOD);
    expect(first.evidence).toEqual([
      {
        source: "pagerduty",
        at: NOW,
        query: expect.stringMatching(
          /^GET \/incidents\?since=.*until=.*: open, or resolved since 2026-02-25T12:34:56/,
        ),
        answer: "PSANDBOX1 P1 triggered",
      },
    ]);
    expect(second.evidence).toMatchObject([{ age: 10_000 }]);
    expect(pagerduty.asked).toHaveLength(2);
  });

  it("are not known where there are more, and none are shown", async () => {
    const url = await start((_, response) =>
      response.end('{"incidents":[],"more":true}'),
    );
    await expect(
      createPagerDuty({ url, token: "t" }, surroundings).incidents(
        chosenSource("pagerduty"),
        PERIOD,
      ),
    ).rejects.toMatchObject({
      message: "PagerDuty says that there are more incidents, and shows none",
    });
  });

  it("are not known where there are too many", async () => {
    for (let count = 0; count < 1_001; count += 1) open();
    await expect(incidents()).rejects.toMatchObject({
      message:
        "PagerDuty has more than 1000 incidents to look through; name the services in the policy",
    });
  });

  it("are not known where those that ended don't come in the order of their end", async () => {
    const url = await start((request, response) => {
      const query = new URL(request.url ?? "", "http://here").searchParams;
      const ended = [daysAgo(9), daysAgo(3)].map((end, index) => ({
        ...open({ id: `P${index}`, status: "resolved" }),
        resolved_at: end.toISOString(),
      }));
      const isOpen = query.get("statuses[]") !== "resolved";
      response.end(
        JSON.stringify({ incidents: isOpen ? [] : ended, more: !isOpen }),
      );
    });
    await expect(
      createPagerDuty({ url, token: "t" }, surroundings).incidents(
        chosenSource("pagerduty"),
        PERIOD,
      ),
    ).rejects.toMatchObject({
      message: "PagerDuty does not list its incidents by the time of their end",
    });
  });
});
