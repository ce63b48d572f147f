import type { Effect } from "../../../core/request/effect.ts";
import type { RequestObservation } from "../../../core/request/observation.ts";
import { isOver } from "../../../core/request/request.ts";
import { plan } from "../../../core/request/plan/plan.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { IssueRef } from "../../store/records.ts";
import { apply, type Applied, type Target } from "./apply.ts";
import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { sendUnsettled } from "../protection/waiting-runs.ts";
import { observeRequest } from "./observe-request.ts";

/** Far more than any request needs; what goes on for longer goes round in circles. */
const MOST_ROUNDS = 8;
const ROUNDS_OVER_WAIT_MS = 60_000;

/**
 * Observes a request, plans, applies, and looks again until nothing is left to do.
 *
 * @param issue the request's, just read
 */
export async function lookRequest(
  key: KeyOf<"issue">,
  issue: Issue,
  context: LookContext,
): Promise<LookResult> {
  const { installation, owner, repo, issue: number } = key;
  const request: IssueRef = { owner, repo, issue: number };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = round === 0 ? issue : await context.github.issue(number);
    const record = await context.store.recordFor(request);
    if (!found || !record) return {};
    const observation = await observeRequest(request, found, record, context);
    const { run } = observation;
    if (
      run.state === "found" &&
      run.run.status === "completed" &&
      !run.judgement
    ) {
      const { id } = run.run;
      await context.queue.send({
        kind: "run",
        installation,
        owner,
        repo,
        run: id,
      });
    }
    const { effects, lookAgainAt } = plan(observation, context.clock());
    const applied = await applyAll(effects, {
      issue: request,
      url: found.url,
      observation,
      comments: [...observation.comments],
      context,
    });
    if (applied === "unchanged") {
      await tellHeldRun(key, observation, context);
      return lookAgainAt ? { lookAgainAt } : {};
    }
  }
  context.log.warn(
    { issue: number, rounds: MOST_ROUNDS },
    "a request did not come to rest",
  );
  return {
    lookAgainAt: new Date(context.clock().getTime() + ROUNDS_OVER_WAIT_MS),
  };
}

/** The run that waits, or waited, for the request is let in or refused once that is decided: its own look does that. */
async function tellHeldRun(
  key: KeyOf<"issue">,
  { record, run }: RequestObservation,
  context: LookContext,
): Promise<void> {
  const isDecided = isOver(record.phase) || run.state === "found";
  if (record.holds && isDecided)
    await sendUnsettled(key, record.holds.run, context);
}

async function applyAll(effects: Effect[], target: Target): Promise<Applied> {
  let changed: Applied = "unchanged";
  for (const effect of effects) {
    const applied = await apply(effect, target);
    if (applied === "void") return applied;
    if (applied === "changed") changed = applied;
  }
  return changed;
}
