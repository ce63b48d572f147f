import { describe, expect, it } from "vitest";
import * as z from "zod";
import { explain } from "../../../cli/explain/explain.ts";
import { readExplainOptions } from "../../../cli/explain/explain-options.ts";
import { readFileQuestion } from "../../../cli/explain/file-question.ts";
import { replay } from "../../../core/gate/recorded/replay.ts";
import {
  readRecord,
  writeRecord,
  type DecisionRecord,
} from "../../../core/gate/recorded/record.ts";
import type { Verdict } from "../../../core/gate/registry.ts";
import { recordedOf } from "../../core/gate/recorded.ts";
import { argumentsOf, cases, WORLD, type Case } from "../explain-case.ts";
import { run } from "../world.ts";

/* Runs every case in test/fixtures/explain. */

const answerSchema = z.strictObject({
  decision: z.string(),
  opensAt: z.iso.datetime().optional(),
  lapsing: z.array(z.string()).optional(),
  overrides: z.array(z.looseObject({ gate: z.string() })).optional(),
  verdicts: z.array(
    z.strictObject({
      gate: z.string(),
      status: z.enum(["pass", "wait", "fail", "unknown"]),
      code: z.string(),
      summary: z.string().min(10),
      overridden: z.literal(true).optional(),
      opensAt: z.iso.datetime().optional(),
      evidence: z.array(
        z.strictObject({
          source: z.string(),
          at: z.iso.datetime(),
          query: z.string(),
          answer: z.string().max(500),
        }),
      ),
    }),
  ),
});

/** Every code of every gate, and whether a case can show it; the compiler says when one is left out. */
const CODES: Record<Verdict["code"], boolean> = {
  "not-halted": true,
  halted: true,
  valid: true,
  invalid: true,
  changed: true,
  approved: true,
  missing: true,
  impossible: true,
  "team-not-known": true,
  held: true,
  "never-run": true,
  dry: true,
  "not-held": true,
  "other-workflow": true,
  "too-old": true,
  "ends-in-future": true,
  open: true,
  blackout: true,
  freeze: true,
  exempt: true,
  "calendar-not-known": true,
  "outside-allowed": true,
  // A policy whose windows leave no room is refused before any gate is asked.
  "never-opens": false,
  calm: true,
  recent: true,
  unrated: true,
  enough: true,
  "too-little": true,
  "slo-not-known": true,
  covered: true,
  nobody: true,
  "rota-not-known": true,
  steady: true,
  "not-steady": true,
  "not-measured": true,
  free: true,
  full: true,
  "same-experiment": true,
  overlapping: true,
  "may-overlap": true,
  "cooling-down": true,
  quiet: true,
  deploying: true,
  "within-limits": true,
  "beyond-limits": true,
  "cannot-tell": true,
  // A file of which nothing can be read is told before any gate is asked.
  unreadable: false,
  "not-known": true,
};

/** The decision of a case as the app would record it. */
async function recordOf(one: Case): Promise<DecisionRecord> {
  const options = readExplainOptions(argumentsOf(one), ["text"]);
  if (
    !options.ok ||
    options.help ||
    !options.at ||
    "repository" in options.source
  )
    throw new Error("these are no options");
  const { at, source } = options;
  const question = await readFileQuestion(source, at, { cwd: WORLD });
  if (!question.ok) throw new Error(question.messages.join("\n"));
  const { policy, facts, environment } = question;
  return recordedOf({ policy, environment, facts, at });
}

describe("explain, case by case", () => {
  const seen = new Set<string>();

  it.for(cases)("$name: $about", async (one) => {
    const args = argumentsOf(one);
    const result = await run(explain, [...args, "--format", "json"], WORLD);
    if (result.stdout === "") throw new Error(result.stderr);
    const answer = answerSchema.parse(JSON.parse(result.stdout));
    for (const { code } of answer.verdicts) seen.add(code);

    const unusual = answer.verdicts
      .filter(({ status }) => status !== "pass")
      .map(({ gate, status, code }) => [gate, `${status} ${code}`]);
    expect({
      decision: answer.decision,
      exit: result.exit,
      opensAt: answer.opensAt,
      gates: Object.fromEntries(unusual),
    }).toEqual({
      decision: one.answer.decision,
      exit: one.answer.exit,
      opensAt: one.answer.opensAt && new Date(one.answer.opensAt).toISOString(),
      gates: one.answer.gates,
    });
    expect(answer.verdicts[0]?.gate).toBe("halt");

    const text = await run(explain, args, WORLD);
    expect(text.exit).toBe(one.answer.exit);
    for (const phrase of one.answer.says) expect(text.stdout).toContain(phrase);
  });

  it("has a case for every code that a gate knows", () => {
    const codes = Object.entries(CODES).filter(([, shown]) => shown);
    expect([...seen].toSorted()).toEqual(
      codes.map(([code]) => code).toSorted(),
    );
  });
});

describe("a recorded decision of each case", () => {
  it.for(cases)(
    "$name is read as it was written, and replayed bit for bit",
    async (one) => {
      const record = await recordOf(one);
      const text = writeRecord(record);
      const read = readRecord(JSON.parse(text));
      if (!read.ok) throw new Error(read.problem);
      expect(read.record).toEqual(record);
      expect(writeRecord(read.record)).toBe(text);
      expect(replay(read.record).outcome).toBe("same");
    },
  );
});
