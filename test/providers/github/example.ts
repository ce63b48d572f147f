import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as z from "zod";

const description = z
  .object({
    components: z.object({
      examples: z.record(z.string(), z.object({ value: z.unknown() })),
    }),
  })
  .parse(
    JSON.parse(
      readFileSync(
        createRequire(import.meta.url).resolve(
          "@octokit/openapi/generated/api.github.com.json",
        ),
        "utf8",
      ),
    ),
  );

/** An answer as GitHub's own description shows it, to be changed where a test needs it different. */
export function example(name: string): Record<string, unknown> {
  const found = description.components.examples[name];
  return z.record(z.string(), z.unknown()).parse(structuredClone(found?.value));
}

/** A repository's; the one shown lacks what the description itself asks for. */
export function exampleRepository(branch: string): Record<string, unknown> {
  return {
    ...example("full-repository-default-response"),
    default_branch: branch,
    language: null,
    parent: undefined,
    source: undefined,
    template_repository: undefined,
  };
}
