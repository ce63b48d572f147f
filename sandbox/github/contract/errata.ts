/*
 * Where GitHub's description of its API is wrong about GitHub. Everything else in it is taken at its word, but for
 * `nullable` beside `enum`, which schemas.ts reads as it is meant.
 */

/**
 * Parameters that are described as one time, but take GitHub's syntax to search for times: `created=>=2026-01-01`.
 * Source: their own description, and "Understanding the search syntax".
 */
export const SEARCH_PARAMETERS = new Set(["created"]);

/**
 * Answers whose schema nothing can fit, and the schema that is meant, by operation.
 *
 * - `apps/list-installations`: the account of an installation is described as a user and an enterprise at once
 *   (`allOf`); where one installation is answered, it is either
 */
export const ANSWERS = new Map<string, object>([
  [
    "apps/list-installations",
    { type: "array", items: { $ref: "#/components/schemas/installation" } },
  ],
]);
