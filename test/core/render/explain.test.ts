import { describe, expect, it } from "vitest";
import type { Decision } from "../../../core/gate/decide.ts";
import { renderExplanation } from "../../../core/render/explain.ts";

const AT = new Date("2026-11-23T12:00:00Z");

function explained(decision: Decision): string[] {
  return renderExplanation({
    experiment: "database-pod-failure",
    environment: "production",
    at: AT,
    decision,
  }).split("\n");
}

function headline(decision: Decision["decision"]): string | undefined {
  return explained({ decision, verdicts: [COVERED] })[0];
}

const COVERED: Decision["verdicts"][number] = {
  gate: "on_call",
  status: "pass",
  code: "covered",
  values: {
    run: { from: AT, until: AT },
    covered: [{ role: "dba", turns: [{ people: ["john"], from: AT }] }],
    doubled: [],
  },
  evidence: [
    {
      source: "github",
      at: new Date("2026-11-23T11:58:00Z"),
      query: "the rota",
      answer: `dba: john${"!".repeat(300)}`,
      link: "https://github.test/rota",
    },
    { source: "policy", at: AT },
  ],
};

describe("an explanation for the terminal", () => {
  it("begins with the decision in one sentence", () => {
    expect(headline("allow")).toBe(
      "ALLOW: database-pod-failure may run in production (Mon 23 Nov 12:00 UTC).",
    );
    expect(headline("hold")).toBe(
      "HOLD: database-pod-failure may not run in production yet (Mon 23 Nov 12:00 UTC).",
    );
    expect(headline("refuse")).toBe(
      "REFUSE: database-pod-failure may not run in production (Mon 23 Nov 12:00 UTC).",
    );
  });

  it("names the pages that a gate speaks of, and how old an answer is that was kept", () => {
    const [, ...lines] = explained({
      decision: "refuse",
      verdicts: [
        {
          gate: "recent_incidents",
          status: "fail",
          code: "open",
          values: {
            incidents: [
              {
                severity: "SEV-1",
                startedAt: AT,
                links: ["https://odavl.pagerduty.test/incidents/PABC1"],
              },
            ],
            within: 3_600_000,
          },
          evidence: [{ source: "pagerduty", at: AT, age: 12_345 }],
        },
      ],
    });
    expect(lines.slice(3, 5)).toEqual([
      "    ↗ https://odavl.pagerduty.test/incidents/PABC1",
      "    · pagerduty (12s old)",
    ]);
  });

  it("says when it opens, and what has to be renewed by then", () => {
    const opensAt = new Date("2026-11-23T17:00:00Z");
    const hold = { decision: "hold", verdicts: [COVERED], opensAt } as const;
    expect(explained({ ...hold, verdicts: [COVERED] })[1]).toBe(
      "It opens by itself Mon 23 Nov 17:00 UTC.",
    );
    expect(
      explained({ ...hold, verdicts: [COVERED], lapsing: ["approvals"] })[1],
    ).toBe(
      "It opens by itself Mon 23 Nov 17:00 UTC. By then these will not hold any more: approvals.",
    );
  });

  it("shows each gate's evidence in short, with its time where that is another one", () => {
    const lines = explained({ decision: "allow", verdicts: [COVERED] });
    expect(lines.slice(2)).toEqual([
      "✓ on_call  On call for the whole run: john (dba).",
      `    · github, the rota (Mon 23 Nov 11:58 UTC): dba: john${"!".repeat(150)}… https://github.test/rota`,
      "    · policy",
      "",
    ]);
  });
});
