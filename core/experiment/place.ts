import type { Activity } from "./activity.ts";
import type { Experiment } from "./schema.ts";

export type Section = "steady-state-hypothesis" | "method" | "rollbacks";

/** An activity, and where it stands. */
export interface Place {
  section: Section;
  activity: Activity;
  path: (string | number)[];
}

/** All activities in the order in which they are written about: hypothesis, method, rollbacks. */
export function placesOf(experiment: Experiment): Place[] {
  const probes = experiment["steady-state-hypothesis"]?.probes ?? [];
  return [
    ...probes.map((activity, index) => ({
      section: "steady-state-hypothesis" as const,
      activity,
      path: ["steady-state-hypothesis", "probes", index],
    })),
    ...experiment.method.map((activity, index) => ({
      section: "method" as const,
      activity,
      path: ["method", index],
    })),
    ...(experiment.rollbacks ?? []).map((activity, index) => ({
      section: "rollbacks" as const,
      activity,
      path: ["rollbacks", index],
    })),
  ];
}
