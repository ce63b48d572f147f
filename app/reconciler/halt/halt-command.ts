import {
  HALT_LABEL,
  haltMarker,
  haltTitle,
} from "../../../core/gate/halt/halt-issue.ts";
import { hasMarker } from "../../../core/incident/failure-marker.ts";
import { renderHaltIssue } from "../../../core/render/halt.ts";
import type { AnswerOutcome } from "../../../core/request/answer.ts";
import type { Comment } from "../../../core/request/observation.ts";
import { parseCommands } from "../../../core/request/parse-commands.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import { audit } from "../audit.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { mayHalt } from "./halt-authority.ts";

/** Halts where the comment says `/chaos halt`; undefined where it does not. */
export async function haltOutcome(
  comment: Comment,
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<AnswerOutcome | undefined> {
  const said = parseCommands(comment.body).find(({ kind }) => kind === "halt");
  if (said?.kind !== "halt") return undefined;
  if (comment.edited) return { code: "edited" };
  if (!(await mayHalt(comment.author, context)))
    return { code: "not-allowed-to-halt" };
  const { installation, owner, repo } = key;
  const found = await standingIssue(comment, context);
  const issue = found.issue ?? (await open(comment, said.reason, context));
  await context.queue.send({ kind: "halt", installation, owner, repo });
  const { number, url } = issue;
  return {
    code: found.before ? "halted-before" : "halted",
    issue: number,
    url,
  };
}

/** The issue that halts already: this comment's own, where a look was interrupted after it, or another. */
async function standingIssue(
  comment: Comment,
  { github }: LookContext,
): Promise<{ issue?: Issue; before: boolean }> {
  const own = await github.issues({
    labels: [HALT_LABEL],
    state: "all",
    since: comment.createdAt,
  });
  const marker = markerOf(comment);
  const mine = own.find((one) => one.ours && hasMarker(one.body, marker));
  if (mine) return { issue: mine, before: false };
  const [issue] = await github.issues({ labels: [HALT_LABEL], state: "open" });
  return issue ? { issue, before: true } : { before: false };
}

async function open(
  comment: Comment,
  reason: string,
  context: LookContext,
): Promise<Issue> {
  const { author: by, url } = comment;
  const issue = await context.github.createIssue({
    title: haltTitle(reason),
    body: `${renderHaltIssue({ by, reason, saidIn: url })}\n\n${markerOf(comment)}`,
    labels: [HALT_LABEL],
  });
  const { owner, name: repo } = context.github;
  await audit(
    context,
    { owner, repo },
    {
      subject: `issue:${String(issue.number)}`,
      kind: "halt-opened",
      data: { by, reason, comment: comment.id },
    },
  );
  return issue;
}

function markerOf({ author: by, id: comment }: Comment): string {
  return haltMarker({ by, comment });
}
