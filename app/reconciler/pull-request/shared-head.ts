import { judgePullRequest } from "../../../core/pull-request/judge.ts";
import { checkCalendar } from "../../../core/time/calendar/check.ts";
import type { FailsElsewhere } from "../../../core/render/pull-request.ts";
import type { PullRequest } from "../../../providers/github/repository.ts";
import type { RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { observePullRequest } from "./observe-pull-request.ts";

/**
 * Pull requests of the same head into other branches whose check fails. GitHub takes the latest check of a commit,
 * whichever pull request it is of: without these, one into a branch with an easier policy would let the others through.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function failingElsewhere(
  repository: RepositoryRef,
  pull: PullRequest,
  context: LookContext,
): Promise<FailsElsewhere[]> {
  const { github, clock } = context;
  const open = await github.openPullRequests();
  const failing: FailsElsewhere[] = [];
  // The same head is judged the same wherever it goes into the same branch.
  const bases = new Set([pull.base]);
  for (const { number, head, base } of open) {
    if (head !== pull.head || bases.has(base)) continue;
    bases.add(base);
    const other = await github.pullRequest(number);
    if (!other?.open || other.head !== pull.head) continue;
    const facts = await observePullRequest(repository, other, context);
    const { conclusion } = judgePullRequest(facts, (text) =>
      checkCalendar(text, clock()),
    );
    if (conclusion === "failure") failing.push({ number, base: other.base });
  }
  return failing;
}
