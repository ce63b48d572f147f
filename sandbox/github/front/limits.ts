import { type Answer, type Call, json } from "./http.ts";

/** In characters. Source: what GitHub answers to more. */
const LIMITS = { title: 256, body: 65_536 };

/** GitHub's answer to an issue or a comment that is too long; undefined where none is. */
export function tooLong({ operation, input }: Call): Answer | undefined {
  if (!operation.startsWith("issues/")) return undefined;
  for (const [field, limit] of Object.entries(LIMITS)) {
    const value = input[field];
    if (typeof value !== "string" || value.length <= limit) continue;
    return json(422, {
      message: "Validation Failed",
      errors: [
        {
          resource: operation.endsWith("comment") ? "IssueComment" : "Issue",
          code: "custom",
          field,
          message: `${field} is too long (maximum is ${limit} characters)`,
        },
      ],
      documentation_url: "https://docs.github.com/rest",
      status: "422",
    });
  }
  return undefined;
}
