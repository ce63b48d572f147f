import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../core/gate/registry.ts";

/** Where a gate is held against an independent rule, and where the whole app is seen to go by it: a file and a title. */
interface Tests {
  property: readonly [file: string, title: string];
  acceptance: readonly [file: string, title: string];
}

const RULES = "core/gate/properties.test.ts";
const BEFORE = "acceptance/before-a-start.test.ts";
const BY_EACH_GATE = [
  "acceptance/approval.test.ts",
  "is held by each gate, refuses what does not count",
] as const;

/** The compiler asks for a gate that is new. Its cases in test/fixtures/explain are asked for by each of its codes. */
const TESTED: Record<Verdict["gate"], Tests> = {
  halt: {
    property: [RULES, "halt: it is known"],
    acceptance: [BEFORE, "waits while somebody halts experiments"],
  },
  experiment_valid: {
    property: [RULES, "experiment_valid: it has no errors"],
    acceptance: [BEFORE, "is refused while the experiment has an error"],
  },
  approvals: {
    property: [
      "core/gate/approvals/approval-matching.test.ts",
      "covers as many roles as possible",
    ],
    acceptance: BY_EACH_GATE,
  },
  staging_passed: {
    property: [RULES, "staging_passed: of the runs"],
    acceptance: BY_EACH_GATE,
  },
  windows: {
    property: [
      "core/time/opening.test.ts",
      "both name the same first moment from which the whole duration is free",
    ],
    acceptance: [BEFORE, "waits while a calendar of the repository has"],
  },
  recent_incidents: {
    property: [RULES, "recent_incidents: every incident"],
    acceptance: [
      "acceptance/incidents.test.ts",
      "is blocked while it is open, with one sentence",
    ],
  },
  error_budget: {
    property: [
      "core/gate/error-budget.test.ts",
      "passes exactly where good events are more than the share asks for",
    ],
    acceptance: [
      "acceptance/trouble.test.ts",
      "a Prometheus that is gone keeps the gate shut",
    ],
  },
  on_call: {
    property: [
      "core/gate/on-call/rota-coverage.test.ts",
      "is what a look at the rota in each of its minutes comes to",
    ],
    acceptance: [
      "acceptance/on-call.test.ts",
      "is asked of whoever is on call by PagerDuty",
    ],
  },
  steady_state: {
    property: [RULES, "steady_state: every criterion"],
    acceptance: [BEFORE, "waits while the system is not healthy"],
  },
  concurrency: {
    property: [
      "core/gate/concurrency.test.ts",
      "opens at the first moment at which every run that ended here",
    ],
    acceptance: [BEFORE, "waits while another one runs there"],
  },
  blast_radius: {
    property: [RULES, "blast_radius: all that it touches"],
    acceptance: [BEFORE, "is refused while the experiment is larger"],
  },
  change_in_flight: {
    property: [RULES, "change_in_flight: nothing that began"],
    acceptance: [BEFORE, "waits while a change is being deployed there"],
  },
};

const read = (file: string) =>
  readFileSync(join(import.meta.dirname, file), "utf8");

describe("each gate", () => {
  it.each(Object.entries(TESTED))(
    "%s is held against a rule of its own on random facts, and seen at work in the whole app",
    (_, { property: [rules, rule], acceptance: [file, story] }) => {
      expect(read(rules)).toContain(rule);
      expect(read(rules)).toContain("fc.assert(");
      expect(read(file)).toContain(story);
    },
  );
});
