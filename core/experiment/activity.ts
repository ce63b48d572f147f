import * as z from "zod";
import { provider, text, variable } from "./provider.ts";
import { tolerance } from "./tolerance.ts";

/** Chaos Toolkit requires a name and a provider of each control, even of one that refers to another. */
export const control = z.looseObject({
  name: z.string(),
  provider: z.looseObject({
    type: z.literal("python"),
    module: text,
    arguments: z.record(z.string(), z.unknown()).optional(),
    secrets: z.array(text).optional(),
  }),
  scope: z.enum(["before", "after"]).optional(),
  automatic: z.boolean().optional(),
  ref: text.optional(),
});

const pause = z.union([z.number(), variable]).optional();

const written = z.looseObject({
  kind: z.literal("written"),
  type: z.enum(["probe", "action"]),
  name: text,
  provider,
  background: z.boolean().optional(),
  pauses: z.looseObject({ before: pause, after: pause }).optional(),
  controls: z.array(control).optional(),
  timeout: z.number().optional(),
  dry: z.unknown().optional(),
  configuration: z.unknown().optional(),
  tolerance: tolerance.optional(),
});

const reference = z.looseObject({
  kind: z.literal("reference"),
  ref: text,
  tolerance: tolerance.optional(),
});

/** An activity as it is written, or by reference to one of the method or the hypothesis. */
export const activity = z.preprocess(
  withKind,
  z.discriminatedUnion("kind", [written, reference]),
);

/** A probe of the hypothesis needs a tolerance, even where it is a reference. */
export const hypothesisProbe = z.preprocess(
  withKind,
  z.discriminatedUnion("kind", [
    written.extend({ tolerance }),
    reference.extend({ tolerance }),
  ]),
);

/** As chaoslib's `ensure_activity_is_valid` does: whatever has a `ref` is a reference, whatever else it has. */
function withKind(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return value;
  const isReference = "ref" in value && value.ref !== null;
  return { ...value, kind: isReference ? "reference" : "written" };
}
