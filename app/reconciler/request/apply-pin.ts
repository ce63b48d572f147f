import { linksOfIssue } from "../../../core/render/links.ts";
import { pinMarker, renderPin } from "../../../core/render/pin.ts";
import { announcementMark } from "../../../core/request/announcement.ts";
import type { Effect } from "../../../core/request/effect.ts";
import type { Comment } from "../../../core/request/observation.ts";
import { announceByStatus } from "./apply-status.ts";
import type { Target } from "./apply.ts";
import { findOwn, say } from "../conversation.ts";

type PinEffect = Extract<Effect, { kind: "pin" }>;

/**
 * Announces a pin, then puts it in force. What announces it has to be written now: else what people said before could
 * be taken for an approval of it.
 */
export async function applyPin(
  effect: PinEffect,
  target: Target,
): Promise<void> {
  const { issue, context } = target;
  const announcement =
    (await announceFirst(effect, target)) ??
    (await announceAnew(effect, target));
  await context.store.addPin(
    issue,
    { ...effect.pin, announcedBy: announcement.id },
    context.clock(),
  );
}

/** The first pin stands in the first status comment. */
async function announceFirst(
  { pin, replaces }: PinEffect,
  target: Target,
): Promise<Comment | undefined> {
  if (replaces) return undefined;
  const { record, ask } = target.observation;
  const { phase, requester } = record;
  const view = { phase, requester, ...(ask.ok && { ask: ask.ask }), pin };
  return announceByStatus(view, target);
}

/** The comment that an interrupted look wrote for this pin, else a new one. */
async function announceAnew(
  { pin, replaces }: PinEffect,
  target: Target,
): Promise<Comment> {
  const { comments, url, observation } = target;
  const { ask, record } = observation;
  const experiment = ask.ok ? ask.ask.experiment : "";
  const { requester } = record;
  return (
    findOwn(comments, pinMarker(pin, replaces)) ??
    say(
      target,
      [
        renderPin(pin, replaces, linksOfIssue(url)),
        announcementMark({ requester, experiment, pin }),
      ].join("\n"),
    )
  );
}
