import type { Halt } from "../../../core/gate/facts.ts";
import {
  HALT_LABEL,
  haltMarker,
  haltTitle,
} from "../../../core/gate/halt/halt-issue.ts";
import {
  renderHaltAgain,
  renderLabelBack,
  renderReopened,
  renderResumed,
} from "../../../core/render/halt.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import { audit } from "../audit.ts";
import type { LookContext } from "../context.ts";
import { findOwn } from "../conversation.ts";
import type { KeyOf } from "../key.ts";
import { mayResume } from "./halt-authority.ts";

/**
 * What became of a halt whose issue is not open with its label any more. Closing it resumes, where somebody did who may;
 * in every other way the halt stands, and its issue is made to say so again.
 *
 * @returns whether the halt has ended
 */
export async function settleHalt(
  halt: Halt,
  key: KeyOf<"halt">,
  context: LookContext,
): Promise<boolean> {
  const { github } = context;
  const issue = await github.issue(halt.issue);
  if (!issue) return replace(halt, key, context);
  if (issue.open) {
    if (issue.labels.includes(HALT_LABEL)) return false;
    await sayOnce(issue, renderLabelBack(), "label", context);
    await putLabelBack(issue, context);
    return false;
  }
  const by = issue.closedBy;
  const at = issue.closedAt ?? context.clock();
  if (by !== undefined && (await mayResume(by, context))) {
    await end(halt, key, { by }, context);
    await sayOnce(issue, renderResumed(by), `resumed:${+at}`, context);
    return true;
  }
  await tell(halt, key, "halt-kept", { by, closedAt: at }, context);
  await sayOnce(issue, renderReopened(by), `kept:${+at}`, context);
  await putLabelBack(issue, context);
  await github.reopenIssue(issue.number);
  return false;
}

/** Deleted, or moved to another repository, it can't be seen who did that: so the halt goes on in another issue. */
async function replace(
  halt: Halt,
  key: KeyOf<"halt">,
  context: LookContext,
): Promise<boolean> {
  const { github } = context;
  const [other] = await github.issues({ labels: [HALT_LABEL], state: "open" });
  if (!other) {
    const marker = haltMarker({ by: halt.by, comment: 0 });
    await github.createIssue({
      title: haltTitle(halt.reason),
      body: `${renderHaltAgain(halt)}\n\n${marker}`,
      labels: [HALT_LABEL],
    });
  }
  await context.queue.send({ ...key });
  await end(halt, key, { because: "its issue is gone" }, context);
  return true;
}

async function end(
  halt: Halt,
  key: KeyOf<"halt">,
  how: Record<string, unknown>,
  { store, clock }: LookContext,
): Promise<void> {
  const { owner, repo } = key;
  const { issue } = halt;
  await store.endHalt({ owner, repo, issue }, how, clock());
}

function tell(
  halt: Halt,
  { owner, repo }: KeyOf<"halt">,
  kind: string,
  data: Record<string, unknown>,
  context: LookContext,
): Promise<void> {
  const subject = `issue:${String(halt.issue)}`;
  return audit(context, { owner, repo }, { subject, kind, data });
}

async function putLabelBack(
  { number, labels }: Issue,
  { github }: LookContext,
): Promise<void> {
  if (labels.includes(HALT_LABEL)) return;
  await github.updateIssue(number, { labels: [...labels, HALT_LABEL] });
}

async function sayOnce(
  { number }: Issue,
  text: string,
  what: string,
  { github }: LookContext,
): Promise<void> {
  const marker = `<!-- chaos-governor:halt:${what} -->`;
  if (findOwn(await github.comments(number), marker)) return;
  await github.createComment(number, `${text}\n\n${marker}`);
}
