import * as z from "zod";
import { fromExactJson, toExactJson } from "../../text/exact-json.ts";
import type { Policy } from "../../policy/schema.ts";
import type { Decision } from "../decide.ts";
import { noFacts, type GateFacts } from "../facts.ts";

/** A decision with everything that it was made from, so that it can be made again. */
export interface DecisionRecord {
  /** The version of this format. */
  version: 1;
  /** The moment at which it was decided: `now` of the gates. */
  at: Date;
  /** What was decided on: `owner/repo#12`. */
  request: string;
  environment: string;
  /** The commit of the policy. */
  commit: string;
  /** The commit of the organisation's file, where there is one. */
  organisation?: string | undefined;
  /** As it was in force, with all defaults and all that was inherited. */
  policy: Policy;
  facts: GateFacts;
  decision: Decision;
}

/** Characters; a decision that takes more is not recorded. Most of them take a few thousand. */
export const RECORD_CHARACTERS = 256 * 1024;

/** One line of JSON, from which `readRecord` gives back exactly the same. */
export function writeRecord(record: DecisionRecord): string {
  return JSON.stringify(toExactJson(record));
}

export type RecordResult =
  { ok: true; record: DecisionRecord } | { ok: false; problem: string };

/**
 * Reads a record, also of an earlier release: a fact that there was not yet is unknown.
 *
 * @param json a record as `JSON.parse` gives it
 */
export function readRecord(json: unknown): RecordResult {
  try {
    const read = recordSchema.safeParse(fromExactJson(json));
    if (!read.success)
      return { ok: false, problem: firstIssue(read.error.issues) };
    const { facts } = read.data;
    const unrecorded = noFacts("it was not recorded with the decision");
    // Spread twice, so that the keys stay in their order.
    const whole = { ...facts, ...unrecorded, ...facts };
    return { ok: true, record: { ...read.data, facts: whole } };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: error.message };
  }
}

const evidence = z.array(z.looseObject({ source: z.string(), at: z.date() }));

const fact = z.union([
  z.looseObject({ known: z.literal(true), value: z.any(), evidence }),
  z.looseObject({ known: z.literal(false), reason: z.string(), evidence }),
]);

/*
 * Looks at the outline, and takes what is inside as it stands: what is recorded was checked when it was made, and a
 * record is not to be refused, or changed, because the policy's schema has become stricter since.
 */
function outline<T>(shape: z.ZodType): z.ZodType<T> {
  return z.custom<T>((value) => shape.safeParse(value).success, "not readable");
}

const recordSchema = z.strictObject({
  version: z.literal(1, "only version 1 is known here"),
  at: z.date(),
  request: z.string().max(400),
  environment: z.string().max(255),
  commit: z.string().max(100),
  organisation: z.string().max(100).optional(),
  policy: outline<Policy>(
    z.looseObject({
      timezone: z.string(),
      roles: z.record(z.string(), z.looseObject({})),
      environments: z.record(
        z.string(),
        z.looseObject({ gates: z.looseObject({}) }),
      ),
    }),
  ),
  facts: outline<Partial<GateFacts>>(z.record(z.string(), fact)),
  decision: outline<Decision>(
    z.looseObject({
      decision: z.enum(["allow", "hold", "refuse"]),
      verdicts: z.array(
        z.looseObject({
          gate: z.string(),
          status: z.enum(["pass", "wait", "fail", "unknown"]),
          code: z.string(),
          evidence,
        }),
      ),
    }),
  ),
});

function firstIssue(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  if (!issue) return "it is no recorded decision";
  const place = issue.path.map(String).join(".");
  return place === "" ? issue.message : `${place}: ${issue.message}`;
}
