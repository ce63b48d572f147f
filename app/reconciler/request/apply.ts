import type { Effect } from "../../../core/request/effect.ts";
import type { RequestObservation } from "../../../core/request/observation.ts";
import { applyAnswer } from "./apply-answer.ts";
import { applyCall } from "./apply-call.ts";
import { applyCancel } from "./apply-cancel.ts";
import { applyConfirm } from "./apply-confirm.ts";
import { applyDispatch } from "./apply-dispatch.ts";
import { applyOverride } from "./apply-override.ts";
import { applyPin } from "./apply-pin.ts";
import { applyRecord } from "./apply-record.ts";
import { applyReview } from "./apply-review.ts";
import { applyStatus } from "./apply-status.ts";
import { audit } from "../audit.ts";
import type { Conversation } from "../conversation.ts";

/** The request to which effects are applied, as it was observed. */
export interface Target extends Conversation {
  observation: RequestObservation;
}

/**
 * What applying an effect comes to. `changed`: another look may lead to another plan. `void`: it turned out otherwise
 * than the plan supposes, so the rest of it does not hold.
 */
export type Applied = "unchanged" | "changed" | "void";

/** Does one thing in the world, and tells the audit trail. After an interruption it may be done again without harm. */
export async function apply(effect: Effect, target: Target): Promise<Applied> {
  const { issue, observation, context } = target;
  const { github, store, clock } = context;
  const tell = (kind: string, data: Record<string, unknown>) =>
    audit(context, issue, { subject: `issue:${issue.issue}`, kind, data });
  switch (effect.kind) {
    case "status":
      await applyStatus(effect.view, target);
      return "unchanged";
    case "pin":
      await applyPin(effect, target);
      return "changed";
    case "answer":
      await applyAnswer(effect.answer, target);
      // The plan knew what the answer says: another look would only find it said.
      return "unchanged";
    // What GitHub shows afterwards is not done again: whoever died before telling of it would never tell.
    case "call":
      await tell("call", { people: effect.people });
      await applyCall(effect, target);
      return "unchanged";
    case "record-decision":
      await applyRecord(effect.record, target);
      return "unchanged";
    case "announce-override":
      await applyOverride(effect, target);
      return "changed";
    case "dispatch":
      return applyDispatch(effect, target);
    case "review-deployment":
      return applyReview(effect, target);
    case "record-run":
      await store.recordDispatchedRun(issue, effect.run);
      await tell("run", { run: effect.run });
      return "changed";
    case "confirm-run":
      return applyConfirm(effect, target);
    case "cancel-run":
      return applyCancel(effect, target);
    case "remove-tag":
      await github.deleteTag(effect.tag);
      return "unchanged";
    case "watched":
      await store.recordWatched(issue, clock());
      return "unchanged";
    case "enter":
      await store.enterPhase(issue, effect.phase, effect.because, clock());
      return effect.phase === observation.record.phase
        ? "unchanged"
        : "changed";
    case "judge": {
      const { verdict, reason } = effect.judgement;
      await tell("verdict", { run: effect.run, verdict, reason });
      return "unchanged";
    }
    case "close":
      await tell("close", { outcome: effect.outcome });
      await github.closeIssue(issue.issue, effect.outcome);
      return "changed";
  }
}
