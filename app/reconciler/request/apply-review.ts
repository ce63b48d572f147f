import { linksOfIssue } from "../../../core/render/links.ts";
import { renderReview } from "../../../core/render/protection.ts";
import type { Effect } from "../../../core/request/effect.ts";
import { reviewMark } from "../../../core/request/review-mark.ts";
import { audit } from "../audit.ts";
import { findOwn, say } from "../conversation.ts";
import { haltsNow } from "../halt/standing-halts.ts";
import { holdBack, intendStart } from "./apply-dispatch.ts";
import type { Applied, Target } from "./apply.ts";

type ReviewEffect = Extract<Effect, { kind: "review-deployment" }>;

/**
 * Makes the run that waits the request's own, once: from then on it is let into its environment, by the look at that.
 * What is said to the gate in its workflow is said before.
 */
export async function applyReview(
  effect: ReviewEffect,
  target: Target,
): Promise<Applied> {
  const { issue, context, comments, url } = target;
  const intent = await intendStart(target);
  if (!intent) return "void";
  if (intent.run) return "unchanged";
  const [halt] = await haltsNow(issue, context);
  if (halt) return holdBack(halt, target);
  const { run, pin, overridden = [] } = effect;
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "review-deployment",
    data: { ...effect },
  });
  const mark = reviewMark(
    { ...pin, run: run.id, attempt: run.attempt },
    overridden,
  );
  if (!findOwn(comments, mark))
    await say(target, renderReview(effect, linksOfIssue(url)));
  await context.store.recordDispatchedRun(issue, run);
  return "changed";
}
