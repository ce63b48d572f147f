import * as z from "zod";
import { FAULTS } from "../../experiment/blast-radius/touch.ts";
import { longDuration, namespace, percentage } from "../scalars.ts";

export const blastRadius = z
  .strictObject({
    namespaces: z
      .array(namespace)
      .min(1)
      .max(100)
      .describe("The only namespaces in which anything may be done")
      .optional(),
    faults: z
      .array(z.enum(FAULTS))
      .min(1)
      .describe("The only kinds of fault that may be brought about")
      .optional(),
    replicas: percentage
      .describe("The largest share of a workload's replicas to take at once")
      .optional(),
    longest: longDuration
      .describe("The longest time that a run may take")
      .optional(),
    unknown: z
      .enum(["fail", "allow"])
      .default("fail")
      .describe(
        "What becomes of an experiment whose file does not tell one of these: it fails, or is allowed in that respect",
      ),
  })
  .refine(
    ({ namespaces, faults, replicas, longest }) =>
      [namespaces, faults, replicas, longest].some(
        (limit) => limit !== undefined,
      ),
    "it limits nothing: name namespaces, faults, replicas or longest",
  )
  .describe("What the experiment touches stays within limits");
