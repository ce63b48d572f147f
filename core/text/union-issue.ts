import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * Replaces each "fits none of the alternatives" by the issues of the one alternative that the writer most likely meant.
 * It stays where the value is of no alternative's kind at all, or where a discriminator names none of them.
 */
export function narrowUnions(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.discriminator !== undefined)
      return [issue];
    const nearest = issue.errors
      .filter((branch) => !branch.some(isOfAnotherKind))
      .toSorted((one, other) => distanceOf(one) - distanceOf(other))[0];
    if (!nearest) return [issue];
    return narrowUnions(
      nearest.map((inner) => ({
        ...inner,
        path: [...issue.path, ...inner.path],
      })),
    );
  });
}

/** What the value would have to be for each alternative, as zod names types. */
export function expectedKinds(issue: Issue): string[] {
  if (issue.code === "invalid_type") return [issue.expected];
  if (issue.code === "invalid_value") return [typeof issue.values[0]];
  if (issue.code !== "invalid_union") return [];
  return [
    ...new Set(
      issue.errors.flat().filter(isOfAnotherKind).flatMap(expectedKinds),
    ),
  ];
}

/** The values of this input's kind that an alternative would have taken as a whole. */
export function choicesLike(issue: Issue, input: unknown): unknown[] {
  if (issue.code !== "invalid_union") return [];
  return issue.errors
    .flat()
    .flatMap((inner) =>
      inner.code === "invalid_value" && inner.path.length === 0
        ? inner.values
        : [],
    )
    .filter((choice) => typeof choice === typeof input);
}

const WHOLE = ["invalid_type", "invalid_value", "invalid_union", "custom"];

/** The value as a whole is not what the alternative is about, so the alternative has nothing to say about its parts. */
function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && WHOLE.includes(code);
}

/**
 * A wrong constant is what tells alternatives apart, so it weighs more than anything else that is wrong; then keys that
 * the alternative does not have at all.
 */
function distanceOf(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => sum + weightOf(issue), 0);
}

function weightOf(issue: Issue): number {
  if (issue.code === "invalid_value" && issue.path.length === 1) return 10;
  return issue.code === "unrecognized_keys" ? 3 * issue.keys.length : 1;
}
