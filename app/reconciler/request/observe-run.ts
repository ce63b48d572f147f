import type {
  RequestRecord,
  RunObservation,
} from "../../../core/request/observation.ts";
import { pinTag } from "../../../core/request/pin-tag.ts";
import type {
  RequestRun,
  RunJudgement,
} from "../../../core/request/request.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { Dispatch, IssueRef, RunRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { providerError } from "../../../facts/learn.ts";
import { findDispatchedRun } from "../../../facts/workflow-run.ts";

/**
 * The run that was started for a request, and how it was judged.
 *
 * @param from undefined where the policy does not say which workflow it is
 */
export async function observeRun(
  { github, store }: LookContext,
  request: IssueRef,
  from: { workflow: string; branch: string } | undefined,
  { pins, holds }: Pick<RequestRecord, "pins" | "holds">,
): Promise<RunObservation> {
  const dispatch = await store.dispatchOf(request);
  if (!dispatch) return { state: "none" };
  const commit = pins.at(-1)?.commit;
  const { issue } = request;
  const search = from && { ...from, issue, commit };
  const found = await findRun(github, dispatch, search);
  if (found.state !== "found") return found;
  const { run } = found;
  const isTagged = run.branch === pinTag(issue, dispatch.correlation);
  const recorded = await store.recordedRun(request, run.id, run.attempt);
  return {
    state: "found",
    run: toRequestRun(run),
    ...(run.commit !== commit && { strayed: run.commit }),
    ...(!isTagged && !holds && { untagged: true }),
    ...(recorded ? { judgement: toJudgement(recorded) } : {}),
  };
}

async function findRun(
  github: LookContext["github"],
  dispatch: Dispatch,
  search: Parameters<typeof findDispatchedRun>[2] | undefined,
): Promise<
  | { state: "found"; run: WorkflowRun }
  | Extract<RunObservation, { state: "none" | "unreachable" }>
> {
  try {
    if (dispatch.run) {
      const run = await github.run(dispatch.run.id);
      // A run that was deleted has been started all the same: it must not look as if there had been none.
      return run
        ? { state: "found", run }
        : {
            state: "unreachable",
            reason: `the workflow run ${dispatch.run.id} is not there any more`,
          };
    }
    if (!search) {
      return {
        state: "unreachable",
        reason: "the policy does not say which workflow was started",
      };
    }
    const run = await findDispatchedRun(github, dispatch, search);
    return run ? { state: "found", run } : { state: "none" };
  } catch (error) {
    return { state: "unreachable", reason: providerError(error).message };
  }
}

/** What a request keeps of its run. */
export function toRequestRun(run: WorkflowRun): RequestRun {
  const { id, attempt, url, status, conclusion, updatedAt } = run;
  return {
    id,
    attempt,
    url,
    status,
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(status === "completed" ? { endedAt: updatedAt } : {}),
  };
}

function toJudgement({ verdict, reason, summary }: RunRecord): RunJudgement {
  return { verdict, reason, ...(summary === undefined ? {} : { summary }) };
}
