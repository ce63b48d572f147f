import { supersede } from "./check-superseded.ts";
import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { CHECK_NAME, pullRequestOf } from "./pull-request-check.ts";

/**
 * Looks at the checks of a commit: the pull request that each is of is looked at again where the commit is still its
 * head; elsewhere a check that is open is ended, for nobody would go on with it.
 */
export async function lookChecks(
  key: KeyOf<"checks">,
  context: LookContext,
): Promise<LookResult> {
  const { installation, owner, repo, commit } = key;
  const { github, queue } = context;
  const runs = await github.checkRuns(commit, CHECK_NAME);
  const numbers = new Set(
    runs.flatMap(({ externalId }) => pullRequestOf(externalId) ?? []),
  );
  for (const pullRequest of numbers) {
    const pull = await github.pullRequest(pullRequest);
    if (pull?.open && pull.head === commit) {
      await queue.send({
        kind: "pull-request",
        installation,
        owner,
        repo,
        pullRequest,
      });
      continue;
    }
    for (const run of runs)
      if (!run.completed && pullRequestOf(run.externalId) === pullRequest)
        await supersede(run, context);
  }
  return {};
}
