import { renderCall } from "../../../core/render/call.ts";
import { linksOfIssue } from "../../../core/render/links.ts";
import { callMarker } from "../../../core/request/call-marker.ts";
import type { Effect } from "../../../core/request/effect.ts";
import { findOwn, say } from "../conversation.ts";
import type { Target } from "./apply.ts";

type CallEffect = Extract<Effect, { kind: "call" }>;

/** Calls people in a comment of its own, once: the comment itself says who was called for which pin. */
export async function applyCall(
  effect: CallEffect,
  target: Target,
): Promise<void> {
  const { people, pin } = effect;
  if (findOwn(target.comments, callMarker(pin, people))) return;
  await say(target, renderCall(effect, linksOfIssue(target.url)));
}
