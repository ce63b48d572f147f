import { createHash } from "node:crypto";
import type {
  CheckConclusion,
  CheckOutput,
} from "../../../core/pull-request/check-output.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";

/** What a branch protection asks for by name; it never changes. */
export const CHECK_NAME = "chaos-governor / experiments";

/** One name for a pull request with one head. */
export function headName(
  { owner, name }: Pick<GitHubRepository, "owner" | "name">,
  pullRequest: number,
  head: string,
): string {
  return `${owner}/${name}#${pullRequest}@${head}`.toLowerCase();
}

/** What a check is called on GitHub's side: whose it is, and what it says. Two that say the same are called the same. */
export function externalId(
  pullRequest: number,
  conclusion: CheckConclusion,
  output: CheckOutput,
): string {
  const said = createHash("sha256")
    .update(JSON.stringify([conclusion, output]))
    .digest("hex")
    .slice(0, 32);
  return `pull-request-${pullRequest}:${said}`;
}

/** The pull request that a check is of. */
export function pullRequestOf(external: string): number | undefined {
  const number = /^pull-request-(?<number>\d{1,15}):/.exec(external)?.groups?.[
    "number"
  ];
  return number === undefined ? undefined : Number(number);
}
