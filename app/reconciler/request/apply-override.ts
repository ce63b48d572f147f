import {
  renderOverriddenDispatch,
  renderOverride,
} from "../../../core/render/override.ts";
import type { Effect } from "../../../core/request/effect.ts";
import { dispatchMark } from "../../../core/request/override-mark.ts";
import { audit } from "../audit.ts";
import { findOwn, say } from "../conversation.ts";
import type { Target } from "./apply.ts";

type Announcement = Extract<Effect, { kind: "announce-override" }>;
type Dispatched = Extract<Effect, { kind: "dispatch" }>;

/** Told to the audit trail first: an interruption may tell it twice, and never not at all. */
export async function applyOverride(
  effect: Announcement,
  target: Target,
): Promise<void> {
  const { issue, context } = target;
  const { overrides, ask, pin, audience } = effect;
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "override",
    data: { overrides, ask, pin, audience },
  });
  await say(target, renderOverride(effect));
}

/** Said before the workflow is asked for: the gate in it looks there for what it may let pass. */
export async function announceOverridden(
  { overridden }: Dispatched,
  correlation: string,
  target: Target,
): Promise<void> {
  if (!overridden) return;
  const mark = dispatchMark(correlation, overridden);
  if (findOwn(target.comments, mark)) return;
  await say(target, renderOverriddenDispatch(overridden, mark));
}
