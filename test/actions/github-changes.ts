import { example } from "../providers/github/example.ts";

/** How a file changes, in GitHub's words. */
export interface Change {
  filename: string;
  status: "added" | "modified" | "removed" | "renamed";
  previous_filename?: string;
}

/** The files of a pull request as GitHub lists them. */
export function changedFiles(changes: readonly Change[]): unknown[] {
  const [shown] = Object(example("commit-comparison")["files"]);
  return changes.map((change) => ({ ...Object(shown), ...change }));
}

/** Two commits beside one another, as GitHub compares them. */
export function comparisonOf(changes: readonly Change[]): unknown {
  return { ...example("commit-comparison"), files: changedFiles(changes) };
}
