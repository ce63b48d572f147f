import { supersede } from "./check-superseded.ts";
import { audit } from "../audit.ts";
import type { CheckRun } from "../../../providers/github/repository.ts";
import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { CHECK_NAME, pullRequestOf } from "./pull-request-check.ts";

/**
 * Looks at the checks of a commit that somebody wants made again: where the commit is still the head of a pull request,
 * that is looked at, and owes one after those that it has; elsewhere a check that is open is ended, for nobody would go
 * on with it.
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
      const subject = `pull-request:${pullRequest}`;
      const data = { head: commit, after: latestOf(pullRequest, runs) };
      await audit(context, key, { subject, kind: "check-asked", data });
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

/** @param runs the latest first */
function latestOf(
  pullRequest: number,
  runs: readonly CheckRun[],
): number | undefined {
  return runs.find(
    ({ externalId }) => pullRequestOf(externalId) === pullRequest,
  )?.id;
}
