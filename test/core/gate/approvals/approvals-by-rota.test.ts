import { describe, expect, it } from "vitest";
import { approvals } from "../../../../core/gate/approvals/approvals.ts";
import { known } from "../../../../core/gate/fact.ts";
import type {
  Approval,
  RoleHolder,
  Shift,
} from "../../../../core/gate/facts.ts";
import { holdersByRota } from "../../../../core/gate/on-call/rota-holders.ts";
import { describeVerdict } from "../../../../core/render/verdict.ts";
import { approval, DAY, factsWith, HOUR, hoursAgo, NOW } from "../world.ts";

const SETTINGS = {
  roles: ["dba"],
  any_of: [],
  distinct_people: true,
  self_approval: false,
  expire_after: DAY,
};
const DBA = { role: "dba", rank: "primary" as const };
const ROTA = "pagerduty:schedule/PROTA01";
/** Lisa was on call until half an hour ago, and now it is sarah. */
const HANDED_OVER: RoleHolder[] = [
  { ...DBA, person: "sarah" },
  {
    ...DBA,
    person: "lisa",
    during: { from: hoursAgo(4), until: hoursAgo(0.5) },
  },
];

function judge(holders: RoleHolder[], ...given: Approval[]) {
  return approvals(
    SETTINGS,
    factsWith({ holders: known(holders), approvals: known(given) }),
    NOW,
  );
}

function byRota(...shifts: Shift[]): RoleHolder[] {
  return holdersByRota({ role: "dba", shifts: known(shifts) }, ROTA, NOW);
}

describe("an approval in a role that a rota fills", () => {
  it("counts where whoever gave it is on call now, or was when they gave it", () => {
    expect(judge(HANDED_OVER, approval("sarah"))).toMatchObject({
      status: "pass",
    });
    expect(
      judge(HANDED_OVER, approval("lisa", { at: hoursAgo(1) })),
    ).toMatchObject({
      status: "pass",
      values: { covered: [{ role: "dba", person: "lisa" }] },
    });
  });

  it("does not count where they were on call before or after it only, and is asked for from whoever is on call now", () => {
    for (const at of [hoursAgo(0.5), hoursAgo(0.1)])
      expect(judge(HANDED_OVER, approval("lisa", { at }))).toMatchObject({
        status: "wait",
        values: {
          missing: [{ role: "dba", couldFill: ["sarah"] }],
          setAside: [{ person: "lisa", because: "no-role" }],
        },
      });
  });

  it("does not count where it is another person's", () => {
    expect(judge(HANDED_OVER, approval("mike"))).toMatchObject({
      status: "wait",
      values: { setAside: [{ person: "mike", because: "no-role" }] },
    });
  });

  it("is waited for while nobody is on call, because somebody will be", () => {
    const nobody: RoleHolder[] = [{ ...DBA, person: ROTA, vacant: true }];
    const verdict = judge(nobody, approval("mike"));
    expect(verdict).toMatchObject({ status: "wait", code: "missing" });
    expect(describeVerdict(verdict).mend).toBe(
      `A comment /chaos approve is needed from whoever is on call by ${ROTA} for dba.`,
    );
  });

  it("may be one, where it is not known who is on call and somebody approved", () => {
    const verdict = judge([{ ...DBA, person: ROTA }], approval("mike"));
    expect(verdict).toMatchObject({
      status: "unknown",
      code: "team-not-known",
      values: { teams: [ROTA] },
    });
    expect(describeVerdict(verdict).mend).toContain("`people` of the policy");
  });

  it("given by somebody who was on call still stands where nobody is now", () => {
    const [, lisa] = HANDED_OVER;
    const nobodyNow: RoleHolder[] = [
      { ...DBA, person: ROTA, vacant: true },
      ...(lisa ? [lisa] : []),
    ];
    expect(judge(nobodyNow, approval("lisa"))).toMatchObject({
      status: "pass",
    });
  });
});

describe("the next hand-over of a rota", () => {
  const inAnHour = new Date(NOW.getTime() + HOUR);
  const later = new Date(NOW.getTime() + 3 * HOUR);

  it("is known of whoever is on call, and of a rota by which nobody is", () => {
    expect(
      byRota(
        { person: "lisa", from: hoursAgo(9), until: hoursAgo(1) },
        { person: "sarah", from: hoursAgo(1), until: later },
        { person: "mike", from: inAnHour, until: later },
      ),
    ).toMatchObject([
      { person: "sarah", handsOverAt: inAnHour },
      { person: "lisa", during: { until: hoursAgo(1) } },
    ]);
    expect(byRota({ person: "mike", from: later })).toMatchObject([
      { person: ROTA, vacant: true, handsOverAt: later },
    ]);
  });

  it("is not where the same person is on call for ever", () => {
    expect(byRota({ person: "sarah" })).toEqual([{ ...DBA, person: "sarah" }]);
  });

  it("is told where roles need more people than are on call, because others may be then", () => {
    const twice = { ...SETTINGS, roles: ["dba", "lead"] };
    const sarah = [
      ...byRota({ person: "sarah", until: inAnHour }),
      { role: "lead", person: "sarah", rank: "primary" as const },
    ];
    const facts = factsWith({ holders: known(sarah), approvals: known([]) });
    const verdict = approvals(twice, facts, NOW);
    expect(verdict).toMatchObject({
      status: "fail",
      code: "impossible",
      values: { handsOverAt: inAnHour },
    });
    expect(describeVerdict(verdict)).toMatchObject({
      summary: expect.stringMatching(
        /^This can't be approved as long as the same people are on call: lead and dba need 2 different people, and only sarah can approve\. The next hand-over is /,
      ),
      mend: "Wait for others to be on call, or name more people for these roles in the policy.",
    });
  });
});
