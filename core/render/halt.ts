import type { Halt } from "../gate/facts.ts";
import { escapeText, link } from "./escape.ts";
import { formatMoment } from "./moment.ts";
import { plain } from "./plain.ts";

/** The hidden line by which the one comment about what a halt stopped is found again. */
export const STOPPED_MARKER = "<!-- chaos-governor:halt:stopped -->";

const WHAT_IT_DOES = `While this issue is open and has the label \`chaos-halt\`:

- no experiment starts in this repository, in any environment, whoever approved it and whatever is overridden;
- runs that were under way are cancelled, so that their rollbacks run.

**To resume, close this issue.** That takes a role of the policy, or the permission to maintain this repository; closed by anybody else it is opened again. What waits then goes on by itself, and is decided anew.`;

/** The issue that halts all experiments, as the app opens it. */
export function renderHaltIssue({
  by,
  reason,
  saidIn,
}: {
  by: string;
  reason: string;
  /** The page of the comment. */
  saidIn: string;
}): string {
  return `🛑 **${escapeText(by, 100)}** halted all chaos experiments (${link("here", saidIn)}): ${escapeText(reason, 500)}\n\n${WHAT_IT_DOES}`;
}

/** The issue that somebody opens at a terminal; whoever opened it is its author. */
export function renderHaltByHand(reason: string): string {
  return `🛑 All chaos experiments are halted: ${escapeText(reason, 500)}\n\n${WHAT_IT_DOES}`;
}

/** What somebody says who closes it at a terminal. @param reason may be empty */
export function renderResuming(reason: string): string {
  const why = reason === "" ? "" : ` ${escapeText(reason, 500)}`;
  return `▶️ Closed with \`chaos-governor resume\`.${why}`;
}

/** A halt in one line, for a terminal. */
export function haltLine({ by, reason, since, ...halt }: Halt): string {
  return `halted by ${plain(by, 100)}, ${formatMoment(since)}: ${plain(reason, 500)} (${plain(halt.link ?? `issue ${String(halt.issue)}`, 300)})`;
}

/** The issue that takes the place of one that is gone. */
export function renderHaltAgain({ issue, by, reason }: Halt): string {
  return `🛑 **${escapeText(by, 100)}** halted all chaos experiments: ${escapeText(reason, 500)}\n\nThat stood in issue ${String(issue)}, which was deleted or moved elsewhere. Nobody can see who did that, so nobody is taken to have resumed.\n\n${WHAT_IT_DOES}`;
}

/** A run as the comment tells of it. */
interface StoppedRun {
  title: string;
  url: string;
  at: Date;
  ended: boolean;
}

export function renderStoppedRuns(runs: readonly StoppedRun[]): string {
  if (runs.length === 0) return "Experiments are halted. No run was under way.";
  return [
    "Experiments are halted. These runs were told to stop and to roll back:",
    "",
    ...runs.map(
      ({ title, url, at, ended }) =>
        `- ${link(title, url)}, ${formatMoment(at)}: ${ended ? "it has ended" : "it is still under way"}`,
    ),
  ].join("\n");
}

export function renderResumed(by: string): string {
  return `▶️ **${escapeText(by, 100)}** resumed. Requests that wait are looked at again, and start once every gate passes.`;
}

/** @param by absent where that can't be told */
export function renderReopened(by: string | undefined): string {
  const who = by === undefined ? "Somebody" : `**${escapeText(by, 100)}**`;
  return `${who} closed this issue, and may not resume experiments: that takes a role of the policy, or the permission to maintain this repository. So it is open again, and nothing has started in between.`;
}

export function renderLabelBack(): string {
  return "The label `chaos-halt` was taken away, which resumes nothing, so it is back. To resume, close this issue: that takes a role of the policy, or the permission to maintain this repository.";
}
