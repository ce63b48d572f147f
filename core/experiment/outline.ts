import * as z from "zod";

/*
 * What can be read of an experiment whose shape may be wrong: a part that is of another kind than it should be is left
 * out, the parts around it stay. So one mistake does not hide the others from the rules.
 */

const mapping = z.record(z.string(), z.unknown());

function soft<S extends z.ZodType>(schema: S) {
  return schema.optional().catch(undefined);
}

/** What is no such entry counts as an empty one, so that the others keep their places. */
function listOf<S extends z.ZodObject>(entry: S) {
  const empty = z.unknown().transform(() => entry.parse({}));
  return soft(z.array(z.union([entry, empty])));
}

const provider = z.looseObject({
  type: soft(z.enum(["python", "http", "process"])),
  module: soft(z.string()),
  func: soft(z.string()),
  path: soft(z.string()),
  url: soft(z.string()),
  method: soft(z.string()),
});

const control = z.looseObject({
  name: soft(z.string()),
  ref: soft(z.string()),
});

const activity = z.looseObject({
  type: soft(z.enum(["probe", "action"])),
  name: soft(z.string()),
  ref: soft(z.string()),
  provider: soft(provider),
  background: soft(z.boolean()),
  pauses: soft(mapping),
  controls: listOf(control),
});

const hypothesis = z.looseObject({
  probes: listOf(activity),
  controls: listOf(control),
});

const strategy = soft(z.looseObject({ strategy: z.unknown().optional() }));

const outline = z.looseObject({
  tags: soft(z.array(z.unknown())),
  "steady-state-hypothesis": soft(hypothesis),
  method: listOf(activity),
  rollbacks: listOf(activity),
  configuration: soft(mapping),
  secrets: soft(mapping),
  controls: listOf(control),
  contributions: soft(mapping),
  runtime: soft(z.looseObject({ hypothesis: strategy, rollbacks: strategy })),
});

export type Outline = z.output<typeof outline>;
export type ActivityOutline = z.output<typeof activity>;
export type ControlOutline = z.output<typeof control>;
export type Section = "steady-state-hypothesis" | "method" | "rollbacks";
export type Path = (string | number)[];

/** An activity, and where it stands. */
export interface Place {
  section: Section;
  activity: ActivityOutline;
  path: Path;
}

/** @param value a document's plain value; one that is no mapping has an empty outline */
export function outlineOf(value: unknown): Outline {
  return outline.catch(() => outline.parse({})).parse(value);
}

/** All activities in the order in which they are written about: hypothesis, method, rollbacks. */
export function placesOf(experiment: Outline): Place[] {
  const probes = experiment["steady-state-hypothesis"]?.probes;
  return [
    ...placesIn("steady-state-hypothesis", probes, ["probes"]),
    ...placesIn("method", experiment.method),
    ...placesIn("rollbacks", experiment.rollbacks),
  ];
}

/** Those that are written out where they stand, not by reference to another. */
export function writtenPlacesOf(experiment: Outline): Place[] {
  return placesOf(experiment).filter(
    (place) => place.activity.ref === undefined,
  );
}

function placesIn(
  section: Section,
  activities: readonly ActivityOutline[] = [],
  inside: Path = [],
): Place[] {
  return activities.map((one, index) => ({
    section,
    activity: one,
    path: [section, ...inside, index],
  }));
}

/** Whether a value is a mapping, of which any key may be asked for. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
