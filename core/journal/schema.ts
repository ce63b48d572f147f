import * as z from "zod";

/*
 * What Chaos Toolkit's library writes about a run (`chaoslib/run.py`, `activity.py`, `hypothesis.py`). Keys are its
 * own, so that a path into this type is a path into the file. Unknown keys are let through; what a run that was cut
 * off or an older version leaves out may be missing, and what the library never checks may be anything. The judge
 * decides what that means.
 */

/** No run has more entries than this; a list that does is refused before each of them is looked at. */
export const MOST_ENTRIES = 100_000;

function list<Item extends z.ZodType>(item: Item) {
  return z.array(z.unknown()).max(MOST_ENTRIES).pipe(z.array(item)).nullish();
}

const anything = z.unknown().optional();

const activity = z.object({
  type: anything,
  name: anything,
  /** Stands alone: the name of an activity elsewhere in the experiment. */
  ref: anything,
  provider: anything,
  tolerance: anything,
});

export type Activity = z.infer<typeof activity>;

export const entrySchema = z.object({
  activity: activity.nullish(),
  output: anything,
  /** Missing where the activity never came to an end. */
  status: z.string().nullish(),
  /** ISO 8601; older versions leave the zone out and mean UTC. */
  start: z.string().nullish(),
  end: z.string().nullish(),
  /** Seconds. */
  duration: z.number().nullish(),
  /** A Python traceback; the last line says what was raised. */
  exception: list(z.string()),
  tolerance_met: z.boolean().nullish(),
});

/** One activity as it was carried out. */
export type Entry = z.infer<typeof entrySchema>;

export const steadyStateSchema = z.object({
  /** Missing or null where it was not found out. */
  steady_state_met: z.boolean().nullish(),
  probes: list(entrySchema),
});

/** One look at the steady state; it ends at the first probe that is out of tolerance. */
export type SteadyState = z.infer<typeof steadyStateSchema>;

export const journalSchema = z.object({
  "chaoslib-version": z.string().nullish(),
  experiment: z.object({
    title: anything,
    "steady-state-hypothesis": z
      .object({ title: anything, probes: list(activity.nullish()) })
      .nullish(),
    method: list(activity.nullish()),
    rollbacks: list(activity.nullish()),
    runtime: z
      .object({ rollbacks: z.object({ strategy: anything }).nullish() })
      .nullish(),
    secrets: anything,
    /** What was left out on purpose: probes, actions, activities or pause. */
    dry: anything,
  }),
  start: z.string().nullish(),
  end: z.string().nullish(),
  /** Seconds. */
  duration: z.number().nullish(),
  /** completed, failed, aborted or interrupted. */
  status: z.string().nullish(),
  deviated: z.boolean().nullish(),
  steady_states: z
    .object({
      before: steadyStateSchema.nullish(),
      after: steadyStateSchema.nullish(),
      during: list(steadyStateSchema),
    })
    .nullish(),
  run: list(entrySchema),
  rollbacks: list(entrySchema),
});

export type Journal = z.infer<typeof journalSchema>;
