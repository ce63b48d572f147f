import { describe, expect, it } from "vitest";
import { judge } from "../../../core/journal/judge.ts";
import {
  heldExperimentWith,
  judgeHeldWith,
  parsed,
  recorded,
} from "./journals.ts";

const met = { steady_state_met: true, probes: [] };
const unmet = {
  steady_state_met: false,
  probes: [
    {
      activity: { type: "probe", name: "rate", tolerance: [0, 1] },
      output: 4.5,
      status: "succeeded",
      tolerance_met: false,
    },
  ],
};
const looks = { before: met, during: [], after: met };
const entry = (changes: object) => ({
  activity: { type: "action", name: "break", provider: { type: "process" } },
  output: { status: 0 },
  status: "succeeded",
  ...changes,
});

describe("the order in which a run is judged", () => {
  // Each of these is worse than the next, and stands in the journal together with all that follow it.
  const troubles: [string, Record<string, unknown>][] = [
    ["dry", { experiment: heldExperimentWith({ dry: "actions" }) }],
    ["not-run", { steady_states: { ...looks, before: unmet } }],
    ["aborted", { status: "aborted" }],
    ["deviated", { deviated: true }],
    ["deviated-during", { steady_states: { ...looks, during: [met, unmet] } }],
    ["activity-failed", { run: [entry({ status: "failed" })] }],
    ["rollback-failed", { rollbacks: [entry({ output: { status: 1 } })] }],
  ];

  it.each(troubles.map(([verdict], index) => ({ verdict, index })))(
    "$verdict comes before what is less",
    ({ verdict, index }) => {
      const all = Object.assign(
        {},
        ...troubles
          .slice(index)
          .toReversed()
          .map(([, change]) => change),
      );
      expect(judgeHeldWith(all).verdict).toBe(verdict);
    },
  );
});

describe("a run that did not come to its end", () => {
  it.each(["interrupted", "aborted", "failed"])(
    "%s is what it is",
    (status) => {
      expect(judgeHeldWith({ status }).verdict).toBe(status);
    },
  );

  it("without a status was interrupted: the journal was written too early", () => {
    expect(judgeHeldWith({ status: null })).toMatchObject({
      verdict: "interrupted",
      reason:
        "The journal was not written to its end, so the run or the writing of it was cut off.",
    });
  });

  it("with a status that nobody knows failed", () => {
    expect(judgeHeldWith({ status: "excellent" }).verdict).toBe("failed");
  });

  it("names the look that made it fail fast", () => {
    const steady_states = { ...looks, during: [met, unmet] };
    expect(judgeHeldWith({ status: "failed", steady_states })).toMatchObject({
      verdict: "failed",
      reason:
        'The steady state failed during the method: probe "rate" gave 4.5, and its tolerance is [0, 1].',
      evidence: ["steady_states", "during", 1, "probes", 0],
    });
  });

  it("names the rollback that it was cut off at", () => {
    const rollbacks = [entry({ status: null })];
    expect(judgeHeldWith({ status: "interrupted", rollbacks })).toEqual({
      verdict: "interrupted",
      reason: 'The run was interrupted at action "break".',
      evidence: ["rollbacks", 0],
    });
  });

  it("counts the rollbacks that were not played", () => {
    const rollbacks = [{ name: "one" }, { name: "two" }];
    const { reason } = judgeHeldWith({
      status: "interrupted",
      experiment: heldExperimentWith({ rollbacks }),
      rollbacks: [],
    });
    expect(reason).toBe(
      "The run was interrupted; 2 rollbacks were not played.",
    );
  });
});

describe("the steady state", () => {
  it.each([
    ["was never looked at again", { ...looks, after: null }],
    [
      "could not be told afterwards",
      { ...looks, after: { steady_state_met: null } },
    ],
    ["was not written down at all", null],
  ])("that %s shows nothing: failed", (_, steady_states) => {
    expect(judgeHeldWith({ steady_states })).toMatchObject({
      verdict: "failed",
      reason: expect.stringContaining(
        "Nothing shows that the steady state held",
      ),
    });
  });

  it("that could not be told in between is no good news", () => {
    const during = [met, { steady_state_met: null, probes: [] }];
    const steady_states = { ...looks, during };
    expect(judgeHeldWith({ steady_states }).verdict).toBe("deviated-during");
  });

  it("that was not met, nobody wrote down why, is still not met", () => {
    const after = { steady_state_met: false };
    expect(judgeHeldWith({ steady_states: { ...looks, after } })).toEqual({
      verdict: "deviated",
      reason: "The steady state was not met after the method.",
      evidence: ["steady_states", "after"],
    });
  });

  it("out of tolerance after the method deviated, whatever `deviated` says", () => {
    const steady_states = { ...looks, after: unmet };
    expect(judgeHeldWith({ steady_states, deviated: false }).verdict).toBe(
      "deviated",
    );
  });

  it("that is not declared can hold, and the reason says so", () => {
    expect(judge(parsed(recorded("no-hypothesis")))).toEqual({
      verdict: "held",
      reason:
        "The experiment declares no steady state, so nothing was checked; 1 activity and 1 rollback succeeded.",
      evidence: ["steady_states"],
    });
  });

  it("that is declared without a probe is not declared", () => {
    const { reason } = judgeHeldWith({
      experiment: heldExperimentWith({
        "steady-state-hypothesis": { title: "nothing", probes: [] },
      }),
      steady_states: { before: null, after: null, during: [] },
    });
    expect(reason).toContain("so nothing was checked");
  });

  it.each([
    ["checked-after-only", "met after the method"],
    ["checked-during-only", "met during the method"],
  ])("of %s held where it was looked at", (name, words) => {
    expect(judge(parsed(recorded(name)))).toMatchObject({
      verdict: "held",
      reason: expect.stringContaining(words),
    });
  });
});

describe("an activity", () => {
  const http = (status: number, tolerance?: unknown) =>
    entry({
      activity: {
        type: "probe",
        name: "call",
        provider: { type: "http" },
        ...(tolerance === undefined ? {} : { tolerance }),
      },
      output: { status },
    });

  it.each([
    ["a process that exits with 1", entry({ output: { status: 1 } })],
    ["a process that a signal ended", entry({ output: { status: -9 } })],
    ["an HTTP call that is answered with 400", http(400)],
    ["one whose own tolerance names another status", http(503, 200)],
    ["one that never came to an end", entry({ status: null })],
  ])("%s failed", (_, failed) => {
    expect(judgeHeldWith({ run: [failed] })).toMatchObject({
      verdict: "activity-failed",
      evidence: ["run", 0],
    });
  });

  it.each([
    ["an HTTP call that is redirected", http(399)],
    ["one whose own tolerance names its status", http(503, 503)],
    ["one whose own tolerance lists its status", http(503, [200, 503])],
    [
      "a Python function that answers with a status of its own",
      entry({
        activity: { name: "call", provider: { type: "python" } },
        output: { status: 500 },
      }),
    ],
  ])("%s did not fail", (_, succeeded) => {
    expect(judgeHeldWith({ run: [succeeded] }).verdict).toBe("held");
  });

  it("that the method declares and nobody began failed", () => {
    expect(judgeHeldWith({ run: [] })).toMatchObject({
      verdict: "activity-failed",
      reason: 'Probe "place-an-order" was never begun.',
    });
  });
});

describe("a rollback", () => {
  it("that was not played for a misspelt strategy is missed, and the reason names it", () => {
    expect(judge(parsed(recorded("rollbacks-typo"))).reason).toBe(
      'Rollback "restore-the-warehouse" was not played, for Chaos Toolkit knows no rollback strategy "allways".',
    );
  });

  it("is missed where the experiment wants them only on deviation, and it deviated", () => {
    const runtime = { rollbacks: { strategy: "deviated" } };
    const { verdict, reason } = judgeHeldWith({
      experiment: heldExperimentWith({ runtime }),
      status: "interrupted",
      deviated: true,
      rollbacks: [],
    });
    expect(verdict).toBe("interrupted");
    expect(reason).toContain("was not played");
  });

  it("that refers to another activity is named by that", () => {
    const rollbacks = [{ ref: "somewhere-else" }];
    const experiment = heldExperimentWith({ rollbacks });
    expect(judgeHeldWith({ experiment, rollbacks: [] }).reason).toBe(
      'Rollback "somewhere-else" was not played.',
    );
  });
});

describe("a reason", () => {
  it("is short whatever the journal holds, and has no secret in it", () => {
    const experiment = heldExperimentWith({
      secrets: { shop: { key: "correct-horse-battery" } },
    });
    const exception = [
      "Traceback (most recent call last):\n",
      `Error: correct-horse-battery refused ${"x".repeat(1_000_000)}\n`,
    ];
    const { reason } = judgeHeldWith({
      experiment,
      run: [entry({ status: "failed", exception })],
    });
    expect(reason).toMatch(
      /^Action "break" failed: Error: \[redacted\] refused x+…$/,
    );
    expect(reason.length).toBeLessThan(200);
  });

  it("names an activity that has no name", () => {
    expect(judgeHeldWith({ run: [{}] }).reason).toBe(
      'Activity "without a name" never came to an end.',
    );
  });
});
