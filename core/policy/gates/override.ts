import * as z from "zod";
import { login, longDuration } from "../scalars.ts";

/** Every gate that a policy has a key for, in the order in which they are shown. People may override them; `halt` and `experiment_valid` never are among them: nobody can break the glass before what is broken. */
export const OVERRIDABLE = [
  "approvals",
  "staging_passed",
  "windows",
  "recent_incidents",
  "error_budget",
  "on_call",
  "steady_state",
  "concurrency",
  "blast_radius",
  "change_in_flight",
] as const;

/** Those that say when something may run; not those that say what, where, by whom, or whether all is well right now. */
const SAFE: (typeof OVERRIDABLE)[number][] = [
  "windows",
  "recent_incidents",
  "error_budget",
  "change_in_flight",
];

export const override = z
  .strictObject({
    people: z
      .array(login)
      .min(1)
      .max(20)
      .describe("Who may: people by their names, no teams"),
    need: z
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe("How many different people of these have to"),
    gates: z
      .array(z.enum(OVERRIDABLE))
      .min(1)
      .default(SAFE)
      .describe(
        "The gates that may be overridden; neither `halt` nor `experiment_valid` can be among them",
      ),
    expire_after: longDuration
      .prefault("1h")
      .describe("How long one person's override lives"),
    requester_counts: z
      .boolean()
      .default(false)
      .describe("Whether the requester may be one of them"),
  })
  .describe(
    "Break glass: these people together may override gates, with a reason and for all to see",
  );

export type OverrideSettings = z.output<typeof override>;
export type OverridableGate = OverrideSettings["gates"][number];
