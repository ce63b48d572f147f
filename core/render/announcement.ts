import {
  type Announcement,
  announcementMark,
} from "../request/announcement.ts";
import type { Effect } from "../request/effect.ts";
import type { GateOverride } from "../gate/override.ts";
import { type ReviewedRun, reviewMark } from "../request/review-mark.ts";
import { codeSpan, link } from "./escape.ts";
import type { Links } from "./links.ts";
import { overrideTable } from "./override.ts";
import { renderPin } from "./pin.ts";

type PinEffect = Extract<Effect, { kind: "pin" }>;

/** The gate step's comment that announces a pin, where no app does, and says how to go on. */
export function renderAnnouncement(
  announced: Announcement,
  { pin, replaces }: PinEffect,
  {
    links,
    request,
    workflow,
  }: { links: Links; request: number; workflow: string },
): string {
  const { experiment } = announced;
  const { environment } = pin;
  const again = `gh workflow run ${workflow} --field environment=${environment} --field experiment=${experiment} --field request=${String(request)}`;
  return [
    renderPin(pin, replaces, links),
    announcementMark(announced),
    "",
    `Once it is approved, start the workflow again: ${codeSpan(again, 500)}. All gates are asked then; one run goes on, once.`,
    "",
    "<sub>`/chaos approve` · `/chaos approve as <role>` · `/chaos withdraw` · `/chaos deny <reason>` · `/chaos cancel`</sub>",
  ].join("\n");
}

/** The comment by which a run takes the request for itself: the first of them alone counts. */
export function renderGoingOn(
  reviewed: ReviewedRun,
  overridden: readonly GateOverride[],
  links: Links,
): string {
  const run = link(
    `run ${String(reviewed.run)}`,
    `${links.repository}/actions/runs/${String(reviewed.run)}`,
  );
  return [
    `▶️ **Every gate is open, and ${run} goes on.** This request is used up by it: another run needs another request.`,
    ...overrideTable(overridden),
    "",
    reviewMark(reviewed, overridden),
  ].join("\n");
}
