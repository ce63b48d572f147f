import type { Commit } from "../emulate/repository-files.ts";
import type { JsonObject } from "./json.ts";
import { githubTime } from "./times.ts";

/** Schema `simple-commit`: a commit as GitHub shows it beside what belongs to it. */
export function headCommit({ sha, commit }: Commit): JsonObject {
  const { name, email, date } = commit.author;
  return {
    id: sha,
    tree_id: commit.tree.sha,
    message: commit.message,
    timestamp: githubTime(new Date(date)),
    author: { name, email },
    committer: { name, email },
  };
}
