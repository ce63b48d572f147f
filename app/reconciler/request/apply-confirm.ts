import { linksOfIssue } from "../../../core/render/links.ts";
import { renderStarted } from "../../../core/render/protection.ts";
import type { Effect } from "../../../core/request/effect.ts";
import { reviewMark } from "../../../core/request/review-mark.ts";
import { findOwn, say } from "../conversation.ts";
import type { Applied, Target } from "./apply.ts";

type ConfirmEffect = Extract<Effect, { kind: "confirm-run" }>;

/**
 * Says which run is the request's. Where GitHub started two, neither can know of the other, as the list of runs lags:
 * each goes on only where it is named here, and of one request one run is written down.
 */
export async function applyConfirm(
  effect: ConfirmEffect,
  target: Target,
): Promise<Applied> {
  const { issue, context, comments, url } = target;
  const { run, pin } = effect;
  const dispatch = await context.store.dispatchOf(issue);
  if (dispatch?.run?.id !== run.id) return "void";
  const mark = reviewMark({ ...pin, run: run.id, attempt: run.attempt });
  if (!findOwn(comments, mark))
    await say(target, renderStarted(effect, linksOfIssue(url)));
  return "changed";
}
