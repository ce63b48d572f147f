import type { Halt } from "../../../core/gate/facts.ts";
import { stopSentence } from "../../../core/render/stop.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { LookContext } from "../context.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import type { KeyOf } from "../key.ts";

/** GitHub ends a job after six hours, one on a runner of one's own after five days. */
const LONGEST_RUN_MS = 5 * 86_400_000;

/**
 * Has every run of the policy's workflows stopped that is under way, whoever started it and from which branch, and the
 * runs of requests, also where the policy can't be read. One that still runs is told so again at each look.
 *
 * @returns the runs that are still under way
 */
export async function stopRuns(
  key: KeyOf<"halt">,
  halt: Halt,
  context: LookContext,
): Promise<WorkflowRun[]> {
  const { github, store, clock } = context;
  const listed = await listedRuns(context);
  const asked = await requestedRuns(key, listed, context);
  const underWay = [...listed, ...asked].filter(
    ({ status }) => status !== "completed",
  );
  const because = stopSentence({ code: "halt", halt });
  const place = { owner: key.owner, repo: key.repo };
  for (const { id: run, attempt, title, url } of underWay) {
    const stop = { run, attempt, title, url, at: clock() };
    await store.recordHaltedRun({ ...place, issue: halt.issue }, stop, halt);
    const issue = await store.requestOfRun(place, run);
    if (issue !== undefined)
      await store.recordStop({ ...place, issue }, { because, at: clock() });
    await github.cancelRun(run);
  }
  return underWay;
}

async function listedRuns({
  github,
  memory,
  clock,
}: LookContext): Promise<WorkflowRun[]> {
  const { commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state !== "valid") return [];
  const { environments } = observed.policy;
  const workflows = Object.values(environments).map(({ workflow }) => workflow);
  const since = new Date(clock().getTime() - LONGEST_RUN_MS);
  const runs = await Promise.all(
    [...new Set(workflows)].map((workflow) => github.runs(workflow, since)),
  );
  return runs.flat();
}

async function requestedRuns(
  key: KeyOf<"halt">,
  listed: readonly WorkflowRun[],
  { github, store }: LookContext,
): Promise<WorkflowRun[]> {
  const { owner, repo } = key;
  const found: WorkflowRun[] = [];
  for (const issue of await store.openRequests(key)) {
    const dispatch = await store.dispatchOf({ owner, repo, issue });
    const id = dispatch?.run?.id;
    if (id === undefined || listed.some((run) => run.id === id)) continue;
    const run = await github.run(id);
    if (run) found.push(run);
  }
  return found;
}
