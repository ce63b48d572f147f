import { FAILURE_LABEL, failureTitle } from "../../../core/render/failure.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { FailureRef, RunRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";

/**
 * The one open issue that tells of the failures of an experiment in an environment: the one that is remembered, else
 * the one that an interrupted look opened.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function openFailureIssue(
  failure: FailureRef,
  { github, store }: LookContext,
): Promise<Issue | undefined> {
  const standing = await store.failureIssue(failure);
  const remembered = standing && (await github.issue(standing.issue));
  if (remembered?.open) return remembered;
  const open = await github.issues({ labels: [FAILURE_LABEL], state: "open" });
  return open.find(
    ({ ours, title }) => ours && title === failureTitle(failure),
  );
}

/** A hidden line by which it is seen that a run was told of already. */
export function runMarker({
  run,
  attempt,
}: Pick<RunRecord, "run" | "attempt">): string {
  return `<!-- chaos-governor:run:${run}:${attempt} -->`;
}
