import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../../core/journal/judge.ts";
import { parseJournal } from "../../../core/journal/parse.ts";
import { heldWith, parsed, recorded } from "./journals.ts";

function problem(text: string, limit?: number): string {
  const result = parseJournal(text, limit === undefined ? {} : { limit });
  if (result.ok) throw new Error("that was a journal");
  return result.problem;
}

describe("parseJournal", () => {
  it("reads the numbers that are none, which Python writes and JSON does not have", () => {
    const journal = parsed(recorded("not-a-number"));
    expect(journal.run?.[0]?.output).toBe("NaN");
  });

  it("leaves NaN within a text alone", () => {
    const run = [{ output: '\\"NaN" -Infinity \\', status: "succeeded" }];
    expect(parsed(heldWith({ run })).run?.[0]?.output).toBe(
      '\\"NaN" -Infinity \\',
    );
  });

  it("reads over a byte order mark and keys it does not know", () => {
    const text = `\uFEFF${heldWith({ "x-new": { deep: [NaN] } })}`;
    expect(judge(parsed(text)).verdict).toBe("held");
  });

  it("reads a journal that has hardly begun", () => {
    expect(judge(parsed('{"experiment": {}}')).verdict).toBe("interrupted");
  });

  it("reads names that are none: Chaos Toolkit takes any", () => {
    const run = [{ activity: { name: 5, type: {} }, status: "failed" }];
    expect(judge(parsed(heldWith({ run }))).reason).toBe(
      'Activity "without a name" failed.',
    );
  });

  it.each([
    ["", "The journal is not JSON: it is empty."],
    ["\0\x01\x02", "The journal is not JSON: it is binary."],
    ["[]", "The journal holds no object."],
    ["null", "The journal holds no object."],
    ["7", "The journal holds no object."],
    ["{}", "The journal is none of Chaos Toolkit's: it has no `experiment`."],
    [
      '{"title": "x", "method": []}',
      "The journal is an experiment, not the journal of its run.",
    ],
    [
      '{"experiment": {}, "run": [{}, 7]}',
      "The journal is none of Chaos Toolkit's: `run.1` has to be an object.",
    ],
    [
      '{"experiment": {"method": "none"}}',
      "The journal is none of Chaos Toolkit's: `experiment.method` has to be a list.",
    ],
  ])("refuses %j with a sentence", (text, sentence) => {
    expect(problem(text)).toBe(sentence);
  });

  it("reads a journal that ends in the middle as far as it goes, and takes no status in it for the run's end", () => {
    const text = recorded("held");
    const { verdict, reason } = judge(
      parsed(text.slice(0, text.indexOf('"rollbacks": [') - 5)),
    );
    expect(verdict).toBe("interrupted");
    expect(reason).toContain("was not written to its end");
    expect(
      judge(parsed('{"experiment": {"dry": "actions", "method": [{"na'))
        .verdict,
    ).toBe("dry");
  });

  it("calls a run whose journal ends anywhere in the middle none that held", () => {
    const text = recorded("held").trimEnd();
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(outcome(text.slice(0, length))).toMatch(
          /^interrupted$|^The journal /,
        );
      }),
    );
  });

  it("says where a text stops being a journal", () => {
    expect(problem('{"experiment": {}, "status" "completed"}')).toMatch(
      /^The journal is not JSON \(line 1, column \d+: /,
    );
  });

  it("refuses what is larger than the limit, unread", () => {
    expect(problem("{".repeat(1_001), 1_000)).toContain("is larger than");
  });

  it("refuses what is nested too deep, however deep, and counts no bracket within a text", () => {
    expect(problem("[".repeat(1_000_000))).toContain("levels deep");
    const output = '[{"'.repeat(1_000);
    expect(
      judge(parsed(heldWith({ run: [{ output, status: "succeeded" }] })))
        .verdict,
    ).toBe("held");
  });

  it("refuses a list with more entries than any run has", () => {
    const run = Array.from({ length: 100_001 }, () => 0);
    expect(problem(heldWith({ run }))).toContain("`run`");
  });

  it("reads a text of many megabytes with escapes", () => {
    const stdout = '\\"\n'.repeat(1_000_000);
    const run = [{ output: { stdout }, status: "succeeded" }];
    expect(judge(parsed(heldWith({ run }))).verdict).toBe("held");
  });

  it("answers anything with a problem or a verdict", () => {
    const names = fc.constantFrom(...KEYS);
    const value = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(names, tie("tree"), { maxKeys: 6 }),
      ),
    })).tree;
    fc.assert(
      fc.property(fc.dictionary(names, value), (journal) => {
        const text = JSON.stringify({ experiment: {}, ...journal });
        expect(outcome(text)).toMatch(/^The journal .+\.$|^[a-z-]+$/);
      }),
    );
  });

  it("never calls a run that deviated one that held where a part of its journal is lost", () => {
    const text = recorded("deviated");
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(200), (from, length) => {
        const rest = text.slice(0, from) + text.slice(from + length);
        expect(outcome(rest)).not.toBe("held");
      }),
    );
  });
});

const KEYS = [
  "experiment",
  "steady-state-hypothesis",
  "method",
  "rollbacks",
  "secrets",
  "dry",
  "status",
  "steady_states",
  "before",
  "after",
  "during",
  "steady_state_met",
  "probes",
  "run",
  "activity",
  "tolerance",
  "provider",
  "output",
  "exception",
];

/** The verdict on a text, or the problem with it. */
function outcome(text: string): string {
  const result = parseJournal(text);
  return result.ok ? judge(result.journal).verdict : result.problem;
}
