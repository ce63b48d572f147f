/** Mappings whose entries come from both sides; everything else is one side's as a whole. */
const MERGED = new Set([
  "",
  "roles",
  "people",
  "experiments",
  "experiments.rules",
  "failures",
  "environments",
  "environments.*",
  "environments.*.gates",
  "environments.*.gates.*",
]);

type Mapping = Record<string, unknown>;

/** One policy written over another, as YAML has them: what `above` says replaces what `below` says of the same thing. */
export function overlay(
  below: unknown,
  above: unknown,
  path: string[] = [],
): unknown {
  if (above === undefined) return below;
  if (!isMapping(below) || !isMapping(above) || !isMerged(path)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      overlay(at(below, [key]), at(above, [key]), [...path, key]),
    ]),
  );
}

/** What a document says at a path; undefined where it says nothing. */
export function at(
  value: unknown,
  path: readonly (string | number)[],
): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? Reflect.get(inner, step)
        : undefined,
    value,
  );
}

function isMerged(path: readonly string[]): boolean {
  const pattern = path.map((step, depth) =>
    path[0] === "environments" && depth % 2 === 1 ? "*" : step,
  );
  return MERGED.has(pattern.join("."));
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
