import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { GateFacts } from "../../../core/gate/facts.ts";
import { previewOf, type PreviewHour } from "../../../core/gate/preview.ts";
import { parsePolicy } from "../../../core/policy/parse.ts";
import { ruleFor } from "../../../core/policy/rule.ts";
import { factsWith } from "./world.ts";

const LETTERS: Record<PreviewHour["state"], string> = {
  past: " ",
  open: "o",
  partly: "p",
  closed: "c",
};

/** A preview by a policy of one environment, `production`, with these gates. */
function preview(
  gates: string,
  from: string,
  {
    timezone = "UTC",
    facts = {},
    days = 1,
  }: { timezone?: string; facts?: Partial<GateFacts>; days?: number } = {},
) {
  const parsed = parsePolicy(
    `version: 1
timezone: ${timezone}
roles: {}
environments:
  production:
    workflow: chaos-tests.yml
    gates: ${gates}
`,
  );
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const { policy } = parsed;
  const lookup = ruleFor(policy, "production");
  if (!lookup.ok) throw new Error("the policy has no rule for production");
  return previewOf(
    { policy, rule: lookup.rule, facts: factsWith(facts) },
    new Date(from),
    days,
  );
}

function strips({ days }: ReturnType<typeof preview>): string[] {
  return days.map(({ hours }) =>
    hours.map(({ state }) => LETTERS[state]).join(""),
  );
}

describe("a preview", () => {
  it("shows the hours in which a whole run fits between the windows, and the next moment that is open", () => {
    const shown = preview(
      `{ windows: { blackout: [{ days: [mon], from: "09:00", to: "17:00" }], expected_duration: 30m } }`,
      "2026-11-23T07:30:00Z",
    );
    // The last quarter before nine is too short for a run.
    expect(strips(shown)).toEqual([
      "       op" + "c".repeat(8) + "o".repeat(7),
    ]);
    expect(shown.opensAt).toEqual(new Date("2026-11-23T07:30:00Z"));
    expect(shown.days[0]?.hours[8]).toEqual({
      state: "partly",
      closedBy: ["windows"],
      uncovered: [],
    });
  });

  it("begins with the quarter of an hour that goes on, and finds the exact opening", () => {
    const shown = preview(
      `{ recent_incidents: { none_within: 1d, severities: [SEV-1] } }`,
      "2026-11-23T20:50:00Z",
      {
        days: 2,
        facts: {
          incidents: known([
            {
              severity: "SEV-1",
              startedAt: new Date("2026-11-23T01:00:00Z"),
              resolvedAt: new Date("2026-11-23T02:20:30Z"),
            },
          ]),
        },
      },
    );
    expect(strips(shown)).toEqual([
      " ".repeat(20) + "cccc",
      "ccp" + "o".repeat(21),
    ]);
    expect(shown.opensAt).toEqual(new Date("2026-11-24T02:20:30Z"));
  });

  it("follows the clocks of the policy's zone, also over an hour that is skipped or comes twice", () => {
    const windows = `{ windows: { blackout: [{ days: [sun], from: "00:00", to: "02:00" }], expected_duration: 1m } }`;
    const timezone = "Europe/Berlin";
    // On 29 March there is no hour between two and three.
    const spring = preview(windows, "2026-03-28T23:00:00Z", { timezone });
    expect(strips(spring)).toEqual(["cc " + "o".repeat(21)]);
    // On 25 October the hour between two and three comes twice.
    const autumn = preview(windows, "2026-10-24T22:00:00Z", { timezone });
    expect(strips(autumn)).toEqual(["cc" + "o".repeat(22)]);
  });

  it("leaves out what is not known, and says so", () => {
    const shown = preview(
      `{ recent_incidents: { none_within: 1d, severities: [SEV-1] } }`,
      "2026-11-23T00:00:00Z",
      { facts: { incidents: unknown("GitHub could not be reached") } },
    );
    expect(strips(shown)).toEqual(["o".repeat(24)]);
    expect(shown.leftOut).toEqual([
      { gate: "recent_incidents", reason: "GitHub could not be reached" },
    ]);
  });

  it("knows no opening while an incident is open", () => {
    const shown = preview(
      `{ recent_incidents: { none_within: 1d, severities: [SEV-1] } }`,
      "2026-11-23T00:00:00Z",
      {
        facts: {
          incidents: known([
            { severity: "SEV-1", startedAt: new Date("2026-11-22T00:00:00Z") },
          ]),
        },
      },
    );
    expect(shown.opensAt).toBeUndefined();
    expect(strips(shown)).toEqual(["c".repeat(24)]);
  });
});
