import * as z from "zod";

/*
 * Where GitHub's description of its API is wrong about GitHub. Everything else in it is taken at its word, but for
 * `nullable` beside `enum`, which schemas.ts reads as it is meant.
 */

/**
 * Parameters that are described as one time, but take GitHub's syntax to search for times: `created=>=2026-01-01`.
 * Source: their own description, and "Understanding the search syntax".
 */
export const SEARCH_PARAMETERS = new Set(["created"]);

const headed = z.looseObject({
  properties: z.looseObject({
    head: z.looseObject({
      properties: z.looseObject({ repo: z.looseObject({}) }),
    }),
  }),
});

/**
 * The component as it is meant. The repository of a pull request's head is described as always there, and is null once
 * the fork is deleted: github/rest-api-description#1811.
 */
export function meant(name: string, schema: unknown): unknown {
  if (name !== "pull-request" && name !== "pull-request-simple") return schema;
  const { properties, ...rest } = headed.parse(schema);
  const { head } = properties;
  const repo = { ...head.properties.repo, nullable: true };
  const nullable = { ...head, properties: { ...head.properties, repo } };
  return { ...rest, properties: { ...properties, head: nullable } };
}

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
