import { describe, expect, it } from "vitest";
import { known } from "../../../core/gate/fact.ts";
import type { DecisionRecord } from "../../../core/gate/recorded/record.ts";
import { simulate } from "../../../core/gate/recorded/simulate.ts";
import { simulationSection } from "../../../core/render/pull-request/simulation-table.ts";
import { policyOf, recordOf, WRITTEN } from "../gate/recorded.ts";
import { factsWith } from "../gate/world.ts";

const { production, staging } = WRITTEN.environments;
const gates = { ...production.gates, approvals: undefined };
const EASIER = policyOf({
  ...WRITTEN,
  environments: { staging, production: { ...production, gates } },
});

const ALLOWED = recordOf();
const HELD = recordOf(factsWith({ approvals: known([]) }));

function section(records: DecisionRecord[], policy = EASIER, unreadable = 0) {
  const simulated = records.map((record) => ({
    record,
    simulation: simulate(record, policy),
  }));
  return simulationSection({ simulated, unreadable });
}

describe("what a changed policy would have decided", () => {
  it("is a table of the decisions that would differ", () => {
    const text = section([ALLOWED, HELD]);
    expect(text).toContain(
      "Of the latest decisions on 2 requests of the last 30 days, **1 would differ**.",
    );
    expect(text).toContain(
      "| #12 | `database-pod-failure` in `production` | hold | allow | `approvals`: It is not asked any more. |",
    );
    expect(text.match(/^\| #12/gm)).toHaveLength(1);
  });

  it("says so where none would differ, where there is none, and where one can't be read", () => {
    expect(section([ALLOWED])).toContain("1 request of the last 30 days, none");
    expect(section([])).toContain("No decision on a request");
    expect(section([], EASIER, 2)).toContain(
      "2 recorded decisions could not be read.",
    );
  });

  it("says so where an environment would not be governed any more", () => {
    const policy = policyOf({ ...WRITTEN, environments: { staging } });
    expect(section([ALLOWED], policy)).toContain(
      "| allow | refuse | This policy has no rule for the environment, and so refuses. |",
    );
  });

  it("is bounded, and inert whatever others wrote", () => {
    const experiment = "[x](https://evil.test)|<img>@all`";
    const ask = known({ experiment, environment: "production" });
    const record = recordOf(factsWith({ ask, approvals: known([]) }));
    const text = section(Array.from({ length: 100 }, () => record));
    expect(text.length).toBeLessThan(10_000);
    expect(text).toMatch(/And \d+ more decisions that would differ\.$/);
    expect(text).not.toContain("<img>");
    expect(text).not.toContain("](https");
  });
});
