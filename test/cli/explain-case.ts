import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { experimentDigest } from "../../core/experiment/digest.ts";

/*
 * The cases in test/fixtures/explain. A case starts from world/good-day.yml and says what is different, what is not
 * known, and what has to come out; a gate that it does not name has to pass.
 */

const FOLDER = join(import.meta.dirname, "../fixtures/explain");
export const WORLD = join(FOLDER, "world");

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

export const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => {
    const read = caseSchema.parse(
      parse(readFileSync(join(FOLDER, name), "utf8")),
    );
    return { name: basename(name, ".yml"), ...read };
  });

export type Case = (typeof cases)[number];

const folder = mkdtempSync(join(tmpdir(), "explain-"));
afterAll(() => rmSync(folder, { recursive: true }));

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

export function argumentsOf(one: Case): string[] {
  const { policy, experiment, environment, at = goodDay.at } = one;
  const args = ["--policy", policy, "--experiment", experiment];
  args.push("--environment", environment, "--at", at);
  if (one["not known"] === "everything") return args;
  const file = join(folder, `${one.name}.yml`);
  writeFileSync(file, factsOf(one));
  return [...args, "--facts", file];
}
