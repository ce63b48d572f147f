import type { Policy } from "../schema.ts";
import { isSame } from "./combination.ts";
import type { Organisation } from "./organisation.ts";
import { at } from "./overlay.ts";

/** Who said what a policy says; `built-in` where nobody did. */
export type Origin = "required" | "default" | "repository" | "built-in";

/** One value of a policy, or one entry of one of its lists. */
export interface PolicyEntry {
  path: (string | number)[];
  value: unknown;
  origin: Origin;
}

/** What a policy was made of, as it is written. */
export interface PolicySources {
  repository: unknown;
  organisation?: Organisation | undefined;
}

/** Everything that a policy says, in order, and who said it. */
export function policyEntries(
  policy: Policy,
  sources: PolicySources,
): PolicyEntry[] {
  return entriesIn(policy, [], sources);
}

function entriesIn(
  value: unknown,
  path: (string | number)[],
  sources: PolicySources,
): PolicyEntry[] {
  if (Array.isArray(value) && value.length > 0)
    return value.map((item: unknown, index) => ({
      path: [...path, index],
      value: item,
      origin: originOfItem(item, index, path, sources),
    }));
  const inner =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).filter(([, part]) => part !== undefined)
      : [];
  if (inner.length > 0)
    return inner.flatMap(([key, part]) =>
      entriesIn(part, [...path, key], sources),
    );
  return [{ path, value, origin: originOf(value, path, sources) }];
}

/** Where both sides say the same, it is the organisation's, because nobody else can change it. */
function originOf(
  value: unknown,
  path: (string | number)[],
  { repository, organisation }: PolicySources,
): Origin {
  const same = organisation && isSame(at(organisation.required, path), value);
  if (same && (isInGate(path) || !isSame(value, {}))) return "required";
  if (at(repository, path) !== undefined) return "repository";
  return at(organisation?.defaults, path) === undefined
    ? "built-in"
    : "default";
}

/** In a list, what is required stands behind what was there. */
function originOfItem(
  item: unknown,
  index: number,
  path: (string | number)[],
  { repository, organisation }: PolicySources,
): Origin {
  const listed = (side: unknown): unknown[] => {
    const list = at(side, path);
    return Array.isArray(list) ? list : [];
  };
  const required = listed(organisation?.required);
  if (required.some((one) => isSame(one, item))) return "required";
  const own = at(repository, path) !== undefined;
  const written = listed(own ? repository : organisation?.defaults);
  if (index < written.length) return own ? "repository" : "default";
  const isAsked = at(organisation?.required, path.slice(0, -1)) !== undefined;
  return organisation && isAsked && isInGate(path) ? "required" : "built-in";
}

/** What a required gate leaves out is required as well; elsewhere, nothing is that nobody wrote. */
function isInGate([part, , gates]: (string | number)[]): boolean {
  return part === "environments" && gates === "gates";
}
