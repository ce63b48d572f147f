import { stringify } from "yaml";

/* Parts of the example policy, each shown where it stands in a policy. */

type Mapping = Record<string, unknown>;
type Way = readonly (string | number)[];

/** A value of the example policy, and the way to it. */
export interface Place {
  way: Way;
  value: unknown;
  /** What has to stand beside it, in the mappings on the way. */
  beside?: readonly Place[];
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at that key, beside what its mapping requires. */
export function atKey(
  places: readonly Place[],
  key: string,
  required: readonly string[],
): Place[] {
  const others = required.filter((one) => one !== key);
  return places.flatMap((place) => {
    const { way, value, beside = [] } = place;
    if (!isMapping(value) || !(key in value)) return [];
    const needed = others.map((one) => ({
      way: [...way, one],
      value: value[one],
    }));
    return [inside(place, key, value[key], [...beside, ...needed])];
  });
}

/** All members of lists. */
export function inLists(places: readonly Place[]): Place[] {
  return places.flatMap((place) =>
    Array.isArray(place.value)
      ? place.value.map((one: unknown, index) => inside(place, index, one))
      : [],
  );
}

/** All values of mappings by name. */
export function byName(places: readonly Place[]): Place[] {
  return places.flatMap((place) =>
    isMapping(place.value)
      ? Object.entries(place.value).map(([name, one]) =>
          inside(place, name, one),
        )
      : [],
  );
}

function inside(
  { way, beside = [] }: Place,
  step: string | number,
  value: unknown,
  needed: readonly Place[] = beside,
): Place {
  return { way: [...way, step], value, beside: needed };
}

/** As few of these mappings as have all their keys between them, the earlier ones first. */
export function fewest(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ value }) => {
    const news = isMapping(value)
      ? Object.keys(value).filter((key) => !seen.has(key))
      : [];
    for (const key of news) seen.add(key);
    return news.length > 0;
  });
}

/** A policy with nothing in it but these and what has to stand beside them, as YAML. */
export function asPolicy(places: readonly Place[]): string {
  const all = places.flatMap((place) => [...(place.beside ?? []), place]);
  const text = stringify(assemble(all), {
    aliasDuplicateObjects: false,
    // Times of day are numbers to older readers of YAML.
    compat: "yaml-1.1",
  });
  return `\`\`\`yaml\n${text.trim()}\n\`\`\``;
}

function assemble(places: readonly Place[]): unknown {
  const [first] = places;
  const step = first?.way[0];
  if (step === undefined) return first?.value;
  const parts = Map.groupBy(places, ({ way }) => way[0]);
  const values = [...parts].map(([key, members]) => {
    const rest = members.map(({ way, value }) => ({
      way: way.slice(1),
      value,
    }));
    return [String(key), assemble(rest)] as const;
  });
  return typeof step === "number"
    ? values.map(([, value]) => value)
    : Object.fromEntries(values);
}
