import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { explain } from "../../cli/explain.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import type { Verdict } from "../../core/gate/registry.ts";
import { run } from "./world.ts";

/*
 * Runs every case in test/fixtures/explain. A case starts from world/good-day.yml and says what is different, what is
 * not known, and what has to come out; a gate that it does not name has to pass.
 */

const FOLDER = join(import.meta.dirname, "../fixtures/explain");
const WORLD = join(FOLDER, "world");

const caseSchema = z.strictObject({
  about: z.string(),
  policy: z.string().default("policy.yml"),
  experiment: z.string().default("database-pod-failure.json"),
  environment: z.string().default("production"),
  at: z.string().optional(),
  but: z.record(z.string(), z.unknown()).default({}),
  "not known": z
    .union([z.literal("everything"), z.array(z.string())])
    .default([]),
  answer: z.strictObject({
    decision: z.enum(["allow", "hold", "refuse"]),
    exit: z.literal([0, 1, 2]),
    opensAt: z.string().optional(),
    gates: z.record(z.string(), z.string()).default({}),
    says: z.array(z.string()).default([]),
  }),
});

const goodDay = z
  .strictObject({ at: z.string(), facts: z.record(z.string(), z.unknown()) })
  .parse(parse(readFileSync(join(WORLD, "good-day.yml"), "utf8")));

const answerSchema = z.strictObject({
  decision: z.string(),
  opensAt: z.iso.datetime().optional(),
  lapsing: z.array(z.string()).optional(),
  verdicts: z.array(
    z.strictObject({
      gate: z.string(),
      status: z.enum(["pass", "wait", "fail", "unknown"]),
      code: z.string(),
      summary: z.string().min(10),
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

type Case = z.output<typeof caseSchema>;

const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => {
    const read = caseSchema.parse(
      parse(readFileSync(join(FOLDER, name), "utf8")),
    );
    return { name: basename(name, ".yml"), ...read };
  });

/** The facts file of a case, with digests where the case has words for them. */
function factsOf(one: Case): string {
  const unknown = one["not known"];
  const facts = Object.entries({ ...goodDay.facts, ...one.but }).filter(
    ([key]) => !unknown.includes(key),
  );
  const digest = experimentDigest(readFileSync(join(WORLD, one.experiment)));
  return stringify(Object.fromEntries(facts))
    .replaceAll("this experiment", digest)
    .replaceAll("an earlier version", `sha256:${"0".repeat(64)}`);
}

function argumentsOf(one: Case & { name: string }): string[] {
  const { policy, experiment, environment, at = goodDay.at } = one;
  const args = ["--policy", policy, "--experiment", experiment];
  args.push("--environment", environment, "--at", at);
  if (one["not known"] === "everything") return args;
  const file = join(folder, `${one.name}.yml`);
  writeFileSync(file, factsOf(one));
  return [...args, "--facts", file];
}

/** Where the facts files are. */
const folder = mkdtempSync(join(tmpdir(), "explain-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every code of every gate, and whether a case can show it; the compiler says when one is left out. */
const CODES: Record<Verdict["code"], boolean> = {
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
    expect(answer.verdicts[0]?.gate).toBe("experiment_valid");

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
