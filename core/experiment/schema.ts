import * as z from "zod";
import { activity, control, hypothesisProbe } from "./activity.ts";
import { text } from "./provider.ts";
import { configuration, secrets } from "./settings.ts";

/*
 * A Chaos Toolkit experiment, as far as it can be known without running anything: what `chaos validate` refuses
 * (chaoslib 1.44, `ensure_experiment_is_valid`), and values of another kind than it can use. The rules say the rest.
 */

const hypothesis = z
  .looseObject({
    title: text,
    probes: z.array(hypothesisProbe).optional(),
    controls: z.array(control).optional(),
  })
  .describe("What is true as long as the system is well");

export const experimentSchema = z.looseObject({
  title: text.describe("What the experiment is about, in a line"),
  description: text.describe("What is expected to happen, and why"),
  version: z.unknown().optional(),
  tags: z.array(text).optional(),
  "steady-state-hypothesis": hypothesis.optional(),
  method: z
    .array(activity)
    .describe("What is done; an empty list only checks the hypothesis"),
  rollbacks: z.array(activity).optional(),
  configuration: configuration.optional(),
  secrets: secrets.optional(),
  controls: z.array(control).optional(),
  contributions: z.record(z.string(), z.unknown()).optional(),
  extensions: z
    .array(
      z.looseObject({
        name: z.string().regex(/\S/, "an extension has a name"),
      }),
    )
    .optional(),
  runtime: z
    .looseObject({
      hypothesis: z
        .looseObject({ strategy: z.unknown().optional() })
        .optional(),
      rollbacks: z.looseObject({ strategy: z.unknown().optional() }).optional(),
    })
    .optional(),
});

export type Experiment = z.output<typeof experimentSchema>;
