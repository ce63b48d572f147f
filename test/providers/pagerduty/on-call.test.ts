import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { PagerDutyRota } from "../../../core/policy/roles.ts";
import { createPagerDuty } from "../../../providers/pagerduty/pagerduty.ts";
import { startPagerDuty } from "../../../sandbox/services/pagerduty.ts";
import { answering, servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:34:00Z");
const PERIOD = {
  from: new Date("2026-03-03T12:00:00Z"),
  until: new Date("2026-03-12T12:00:00Z"),
  now: NOW,
};
const SCHEDULE = { schedule: "PROTA01" };
const MORNING = "2026-03-04T06:00:00Z";
const NOON = "2026-03-04T13:00:00Z";
const EVENING = "2026-03-04T20:00:00Z";

const pagerduty = await startPagerDuty();
const start = servers();
afterAll(() => pagerduty.stop());

beforeEach(() => {
  pagerduty.rotas.clear();
  pagerduty.users.clear();
  pagerduty.users.set("PSARAH1", { name: "Sarah", email: "sarah@odavl.test" });
  pagerduty.users.set("PMIKE01", { name: "Mike", email: "mike@odavl.test" });
});

async function asked(
  rota: PagerDutyRota,
  mapped: string[] = [],
  settings: { url: string; token: string } = pagerduty,
) {
  const isMapped = (id: string) => mapped.includes(id);
  return createPagerDuty(settings).onCall(rota, { ...PERIOD, isMapped });
}

const shiftsOf = async (rota: PagerDutyRota, mapped: string[] = []) => {
  const fact = await asked(rota, mapped);
  return fact.known ? fact.value : fact.reason;
};

const HALF_DAYS = [
  { user: "PSARAH1", start: MORNING, end: NOON },
  { user: "PMIKE01", start: NOON, end: EVENING },
];
const AS_SHIFTS = [
  {
    user: { id: "PSARAH1", name: "Sarah", email: "sarah@odavl.test" },
    from: new Date(MORNING),
    until: new Date(NOON),
  },
  {
    user: { id: "PMIKE01", name: "Mike", email: "mike@odavl.test" },
    from: new Date(NOON),
    until: new Date(EVENING),
  },
];

describe("who is on call by a schedule of PagerDuty", () => {
  it.each(["shifts", "layers"] as const)(
    "is told where it is one of %s, with names and addresses of those whom the policy does not know",
    async (kind) => {
      pagerduty.rotas.set("PROTA01", { kind, shifts: HALF_DAYS });
      expect(await shiftsOf(SCHEDULE)).toEqual(AS_SHIFTS);
      expect(await shiftsOf(SCHEDULE, ["PSARAH1"])).toMatchObject([
        { user: { id: "PSARAH1" } },
        { user: { email: "mike@odavl.test" } },
      ]);
    },
  );

  it("is nobody in a time without a member, and several people in a time of several", async () => {
    pagerduty.rotas.set("PROTA01", {
      kind: "shifts",
      shifts: [
        { user: "", start: MORNING, end: NOON },
        { user: "PSARAH1", start: NOON, end: EVENING },
        { user: "PMIKE01", start: NOON, end: EVENING },
      ],
    });
    expect(await shiftsOf(SCHEDULE)).toMatchObject([
      { user: { id: "PSARAH1" }, from: new Date(NOON) },
      { user: { id: "PMIKE01" }, from: new Date(NOON) },
    ]);
  });

  it("comes with what was asked, who is on call now and within a day, and the schedule's page", async () => {
    pagerduty.rotas.set("PROTA01", {
      kind: "shifts",
      shifts: [
        ...HALF_DAYS,
        { user: "PMIKE01", start: "2026-03-09T00:00:00Z", end: EVENING },
      ],
    });
    const { evidence } = await asked(SCHEDULE);
    expect(evidence).toEqual([
      {
        source: "pagerduty",
        at: NOW,
        query: "GET /v3/schedules/PROTA01",
        answer:
          "Sarah 2026-03-04T06:00:00.000Z/2026-03-04T13:00:00.000Z; Mike 2026-03-04T13:00:00.000Z/2026-03-04T20:00:00.000Z",
        link: "https://odavl.pagerduty.test/schedules/PROTA01",
      },
    ]);
  });

  it("is a user without a name where PagerDuty does not know them any more", async () => {
    pagerduty.rotas.set("PROTA01", {
      kind: "shifts",
      shifts: [{ user: "PGONE01", start: MORNING, end: EVENING }],
    });
    expect(await shiftsOf(SCHEDULE)).toMatchObject([
      { user: { id: "PGONE01" } },
    ]);
  });

  it("can't be told where there is no such schedule", async () => {
    await expect(asked(SCHEDULE)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^PagerDuty answered HTTP 404: it has nothing by the id/,
      ),
    });
  });

  it("can't be told where a member is of a kind that nobody knows", async () => {
    const computed_shift_assignments = [
      { start_time: MORNING, end_time: NOON, member: { type: "robot_member" } },
    ];
    const url = await start(
      answering({
        "/v3/schedules/PROTA01": {
          schedule: { final_schedule: { computed_shift_assignments } },
        },
      }).handler,
    );
    await expect(asked(SCHEDULE, [], { url, token: "t" })).rejects.toThrow(
      "makes no sense",
    );
  });
});

describe("who is on call by an escalation policy of PagerDuty", () => {
  const POLICY = { escalation_policy: "PESC001", level: 1 };

  it("is whoever is at that level of it, whoever always is included, page after page", async () => {
    const turn = Array.from({ length: 120 }, (_, hour) => ({
      user: "PSARAH1",
      start: new Date(+PERIOD.from + hour * 3_600_000).toISOString(),
      end: new Date(+PERIOD.from + (hour + 1) * 3_600_000).toISOString(),
    }));
    pagerduty.rotas.set("PESC001", {
      kind: "escalation",
      shifts: [...turn, { user: "PMIKE01", level: 2 }],
    });
    expect(await shiftsOf(POLICY)).toHaveLength(120);
    expect(await shiftsOf({ ...POLICY, level: 2 })).toEqual([
      { user: { id: "PMIKE01", name: "Mike", email: "mike@odavl.test" } },
    ]);
  });

  it("can't be told where there are more pages than any rota has", async () => {
    const url = await start(
      answering({ "/oncalls": { oncalls: [], more: true } }).handler,
    );
    await expect(asked(POLICY, [], { url, token: "t" })).rejects.toThrow(
      "PagerDuty has more than 10 pages of shifts for these days",
    );
  });
});
