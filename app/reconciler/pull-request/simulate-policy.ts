import { readRecord } from "../../../core/gate/recorded/record.ts";
import { simulate } from "../../../core/gate/recorded/simulate.ts";
import { parsePolicy } from "../../../core/policy/parse.ts";
import type { Policy } from "../../../core/policy/schema.ts";
import type { PullRequestFacts } from "../../../core/pull-request/facts.ts";
import type { PolicySimulation } from "../../../core/render/pull-request/simulation-table.ts";
import type { PullRequest } from "../../../providers/github/repository.ts";
import type { RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";

/**
 * What the policy of a pull request would have decided on the requests of the last 30 days; undefined where it changes
 * no policy that decisions are made by, or to one that can't be used.
 */
export async function simulatePolicy(
  repository: RepositoryRef,
  pull: PullRequest,
  facts: PullRequestFacts,
  { github, store, clock }: LookContext,
): Promise<PolicySimulation | undefined> {
  const policy = changedPolicy(facts);
  // Where there is no policy of now to hold it against, each decision's own is.
  const now = facts.policy.state === "valid" ? facts.policy.policy : undefined;
  if (!policy || pull.base !== (await github.head()).branch) return undefined;
  const texts = await store.latestDecisions(repository, clock());
  const read = texts.map((text) => readRecord(JSON.parse(text)));
  const simulated = read.flatMap((one) =>
    one.ok
      ? [{ record: one.record, simulation: simulate(one.record, policy, now) }]
      : [],
  );
  return { simulated, unreadable: read.length - simulated.length };
}

function changedPolicy({ files, above }: PullRequestFacts): Policy | undefined {
  const content = files.find(({ kind }) => kind === "policy")?.content;
  if (content?.state !== "text") return undefined;
  const parsed = parsePolicy(content.text, above.organisation);
  return parsed.ok ? parsed.policy : undefined;
}
