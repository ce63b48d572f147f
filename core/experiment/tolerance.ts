import * as z from "zod";
import { jsonPathProblem } from "./json-path.ts";
import { provider, text } from "./provider.ts";

/** What Python's patterns have and JavaScript's don't: where one of these stands, the pattern can't be checked here. */
const PYTHON_ONLY = /\(\?(?:[#>(PaiLmsux-])|[*+?}]\+|\\[AZN]/;

const regex = z.looseObject({
  type: z.literal("regex"),
  pattern: z.string().refine(compiles, "this is no regular expression"),
  target: text.optional(),
});

const jsonpath = z.looseObject({
  type: z.literal("jsonpath"),
  path: z.string().check(({ value, issues }) => {
    const message = jsonPathProblem(value);
    if (message !== undefined)
      issues.push({ code: "custom", message, input: value });
  }),
  expect: z.unknown().optional(),
  count: z.int().nonnegative().optional(),
  target: text.optional(),
});

/** Also `.inf`, for what has a bound on one side alone. */
const bound = z.union([z.number(), z.literal([Infinity, -Infinity])]);

const range = z.looseObject({
  type: z.literal("range"),
  range: z.tuple([bound, bound]),
  target: text.optional(),
});

const probe = z.looseObject({
  type: z.literal("probe"),
  name: text,
  provider,
});

/** Within what a probe's answer has to be: chaoslib's `ensure_hypothesis_tolerance_is_valid`. */
export const tolerance = z.union([
  z.discriminatedUnion("type", [probe, regex, jsonpath, range]),
  z.array(z.unknown()).min(1),
  z.boolean(),
  z.int(),
  z.string(),
]);

function compiles(pattern: string): boolean {
  if (PYTHON_ONLY.test(pattern)) return true;
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
