import { describe, expect, it } from "vitest";
import { approvals } from "../../../../core/gate/approvals/approvals.ts";
import { known, unknown } from "../../../../core/gate/fact.ts";
import type { Approval, GateFacts } from "../../../../core/gate/facts.ts";
import type { ApprovalsSettings } from "../../../../core/policy/gates/approvals.ts";
import { ROTA, THREE_ROLES } from "../rota.ts";
import {
  approval,
  DAY,
  DIGEST,
  evidenceFrom,
  factsWith,
  hoursAgo,
  HOUR,
  NOW,
  OTHER_DIGEST,
} from "../world.ts";

const SETTINGS: ApprovalsSettings = {
  roles: THREE_ROLES,
  any_of: [],
  distinct_people: true,
  self_approval: false,
  expire_after: DAY,
};

interface Given {
  settings?: Partial<ApprovalsSettings>;
  facts?: Partial<GateFacts>;
}

function judge(given: Approval[], { settings, facts }: Given = {}) {
  return approvals(
    { ...SETTINGS, ...settings },
    factsWith({ approvals: known(given), ...facts }),
    NOW,
  );
}

function askedBy(requester: string): Partial<GateFacts> {
  return {
    request: known({ requester, openedAt: hoursAgo(2), digest: DIGEST }),
  };
}

/** What each approval that does not count has against it, by person. */
function setAside(given: Approval[], rest: Given = {}) {
  const verdict = judge(given, rest);
  expect(verdict.status).toBe("wait");
  return "setAside" in verdict.values
    ? verdict.values.setAside.map(({ person, because }) => [person, because])
    : [];
}

describe("the gate approvals", () => {
  it("passes where everybody said yes: who covers what, how long it lasts, and the evidence of every fact used", () => {
    const verdict = approvals(SETTINGS, factsWith(), NOW);
    expect(verdict).toMatchObject({
      status: "pass",
      code: "approved",
      values: {
        covered: [
          { role: "incident-commander", person: "ahmed", rank: "primary" },
          { role: "backend-lead", person: "sarah", rank: "primary" },
          { role: "devops-lead", person: "mike", rank: "primary" },
        ],
        until: new Date(hoursAgo(1).getTime() + DAY),
      },
    });
    expect(verdict.evidence).toEqual(
      ["experiment", "request", "holders", "approvals"].map(evidenceFrom),
    );
  });

  it("waits for people: who covers what, what is missing, and who could fill it", () => {
    const verdict = judge([approval("sarah")]);
    expect(verdict).toMatchObject({
      status: "wait",
      code: "missing",
      values: {
        covered: [{ role: "backend-lead", person: "sarah" }],
        missing: [
          { role: "incident-commander", couldFill: ["ahmed"] },
          { role: "devops-lead", couldFill: ["mike", "ahmed"] },
        ],
        setAside: [],
      },
    });
    expect(verdict).not.toHaveProperty("opensAt");
  });

  it("counts no approval of another digest", () => {
    expect(setAside([approval("ahmed", { digest: OTHER_DIGEST })])).toEqual([
      ["ahmed", "other-digest"],
    ]);
  });

  it("lets an approval live exactly as long as the policy says", () => {
    const facts = {
      request: known({
        requester: "john",
        openedAt: hoursAgo(50),
        digest: DIGEST,
      }),
    };
    const atTheEnd = approval("ahmed", { at: hoursAgo(24) });
    const before = approval("ahmed", {
      at: new Date(hoursAgo(24).getTime() + 1),
    });
    expect(setAside([atTheEnd], { facts })).toEqual([["ahmed", "expired"]]);
    expect(setAside([before], { facts })).toEqual([]);
  });

  it("counts no approval from before the request, nor from a future", () => {
    expect(
      setAside([
        approval("ahmed", { at: hoursAgo(3) }),
        approval("mike", { at: hoursAgo(-1) }),
      ]),
    ).toEqual([
      ["ahmed", "before-request"],
      ["mike", "in-future"],
    ]);
  });

  it("counts the requester's own approval only where the policy allows it, however the login is written", () => {
    const facts = askedBy("sarah");
    const mine = approval("Sarah", { role: "backend-lead" });
    const roles = ["backend-lead"];
    expect(setAside([mine], { facts, settings: { roles } })).toEqual([
      ["Sarah", "own"],
    ]);
    expect(
      judge([mine], { facts, settings: { roles, self_approval: true } }),
    ).toMatchObject({ status: "pass" });
  });

  it("counts only people who hold a role that has to approve", () => {
    // Both are database people.
    const given = [approval("john"), approval("lisa")];
    expect(setAside(given, { facts: askedBy("zoe") })).toEqual([
      ["john", "no-role"],
      ["lisa", "no-role"],
    ]);
  });

  it("takes `as role` at its word", () => {
    expect(
      setAside([
        approval("mike", { role: "incident-commander" }),
        approval("sarah", { role: "dba" }),
      ]),
    ).toEqual([
      ["mike", "not-in-role"],
      ["sarah", "not-in-role"],
    ]);
    // sarah as incident commander leaves backend-lead to mike, and devops-lead to ahmed.
    expect(
      judge([
        approval("ahmed"),
        approval("sarah", { role: "incident-commander" }),
        approval("mike"),
      ]),
    ).toMatchObject({
      status: "pass",
      values: {
        covered: [
          { role: "incident-commander", person: "sarah", rank: "secondary" },
          { role: "backend-lead", person: "mike", rank: "secondary" },
          { role: "devops-lead", person: "ahmed", rank: "secondary" },
        ],
      },
    });
  });

  it("lets the later approval of one person stand, so that it lasts longest", () => {
    const verdict = judge([
      approval("ahmed", { at: hoursAgo(2) }),
      approval("ahmed", { at: hoursAgo(1), link: "https://example.test/2" }),
      approval("sarah"),
      approval("mike"),
    ]);
    expect(verdict).toMatchObject({
      values: {
        covered: [{ person: "ahmed", link: "https://example.test/2" }, {}, {}],
        until: new Date(NOW.getTime() + 23 * HOUR),
      },
    });
  });

  it("says at once that ahmed, who is needed for three roles held by three people, can't ask himself", () => {
    for (const given of [[], [approval("sarah"), approval("mike")]]) {
      const verdict = judge(given, { facts: askedBy("ahmed") });
      expect(verdict).toMatchObject({
        status: "fail",
        code: "impossible",
        values: { requester: "ahmed" },
      });
    }
    expect(
      judge([approval("sarah"), approval("mike")], {
        facts: askedBy("ahmed"),
        settings: { distinct_people: false },
      }),
    ).toMatchObject({ status: "pass" });
  });

  it("names no requester where a role is simply held by nobody", () => {
    const verdict = judge([], { settings: { roles: ["security"] } });
    expect(verdict).toMatchObject({
      code: "impossible",
      values: { roles: ["security"], people: [] },
    });
    expect(verdict.values).not.toHaveProperty("requester");
  });

  it("is impossible even before anybody looked at approvals", () => {
    expect(
      judge([], {
        facts: { ...askedBy("ahmed"), approvals: unknown("not asked") },
      }),
    ).toMatchObject({ code: "impossible" });
  });

  it("asks for a role once that the policy lists twice", () => {
    const settings = { roles: ["backend-lead", "backend-lead"] };
    expect(judge([approval("sarah")], { settings })).toMatchObject({
      status: "pass",
    });
  });

  it("does not know without experiment, holders, approvals or request", () => {
    for (const missing of [
      "experiment",
      "holders",
      "approvals",
      "request",
    ] as const) {
      const facts = factsWith({ [missing]: unknown(`no ${missing}`) });
      expect(approvals(SETTINGS, facts, NOW)).toMatchObject({
        status: "unknown",
        code: "not-known",
        values: { reason: `no ${missing}` },
      });
    }
  });

  it("needs no requester where the policy lets people approve their own request", () => {
    const facts = factsWith({ request: unknown("nobody asked") });
    expect(
      approvals({ ...SETTINGS, self_approval: true }, facts, NOW),
    ).toMatchObject({ status: "pass" });
  });
});

describe("the gate approvals with a team that could not be looked up", () => {
  const facts: Partial<GateFacts> = {
    holders: known([
      ...ROTA,
      { role: "security", person: "acme/security", rank: "primary" },
      { role: "dba", person: "acme/databases", rank: "secondary" },
    ]),
  };
  const settings = { roles: ["backend-lead", "security"] };

  it("passes where the team is not needed", () => {
    expect(
      judge([approval("lisa")], {
        facts,
        settings: { roles: ["dba"] },
      }),
    ).toMatchObject({ status: "pass" });
  });

  it("waits while even the team's yes would not be enough", () => {
    expect(judge([approval("zoe")], { facts, settings })).toMatchObject({
      status: "wait",
      values: {
        missing: [
          { role: "backend-lead", couldFill: ["sarah", "mike"] },
          { role: "security", couldFill: ["acme/security"] },
        ],
      },
    });
  });

  it("does not know where it depends on somebody who may be a member", () => {
    expect(
      judge([approval("sarah"), approval("zoe")], { facts, settings }),
    ).toMatchObject({
      status: "unknown",
      code: "team-not-known",
      values: { teams: ["acme/security"] },
    });
  });

  it("never takes an approval for the team's own", () => {
    expect(
      judge([approval("sarah"), approval("acme/security")], {
        facts,
        settings,
      }).status,
    ).not.toBe("pass");
  });
});

describe("approvals that any of several roles may give", () => {
  const settings: Partial<ApprovalsSettings> = {
    roles: ["incident-commander"],
    any_of: [{ roles: ["backend-lead", "devops-lead"], count: 2 }],
  };
  const first = "backend-lead/devops-lead (1 of 2)";
  const second = "backend-lead/devops-lead (2 of 2)";

  it("pass where so many different people of these roles said yes", () => {
    const verdict = judge(
      [approval("ahmed"), approval("sarah"), approval("mike")],
      { settings },
    );
    expect(verdict).toMatchObject({
      status: "pass",
      values: {
        covered: [
          { role: "incident-commander", person: "ahmed" },
          { role: first, held: "backend-lead", person: "sarah" },
          { role: second, held: "devops-lead", person: "mike" },
        ],
      },
    });
  });

  it("name who could give those that are missing", () => {
    expect(judge([approval("sarah")], { settings }).values).toMatchObject({
      covered: [{ role: first, person: "sarah" }],
      missing: [
        { role: "incident-commander", couldFill: ["ahmed"] },
        { role: second, couldFill: ["mike", "ahmed"] },
      ],
    });
  });

  it("count a person once, also where people need not be distinct between roles", () => {
    const verdict = judge([approval("mike")], {
      settings: {
        any_of: [{ roles: ["backend-lead", "devops-lead"], count: 2 }],
        roles: ["devops-lead"],
        distinct_people: false,
      },
    });
    expect(verdict).toMatchObject({
      status: "wait",
      values: {
        covered: [{ role: "devops-lead", person: "mike" }, { role: first }],
        missing: [{ role: second }],
      },
    });
  });

  it("count an approval that names its role for that role alone", () => {
    const verdict = judge(
      [approval("mike", { role: "devops-lead" }), approval("sarah")],
      { settings: { roles: ["backend-lead"], any_of: settings.any_of ?? [] } },
    );
    expect(verdict.values).toMatchObject({
      covered: [
        { role: "backend-lead", person: "sarah" },
        { role: first, held: "devops-lead", person: "mike" },
      ],
    });
  });

  it("fail where there can never be so many", () => {
    const verdict = judge([], {
      settings: { roles: [], any_of: [{ roles: ["dba"], count: 3 }] },
    });
    expect(verdict).toMatchObject({ status: "fail", code: "impossible" });
  });
});
