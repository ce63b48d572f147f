import type { AnswerOutcome } from "../../../core/request/answer.ts";
import type { Command, CommandProblem } from "../../../core/request/command.ts";
import { requestForm } from "../../../core/request/form.ts";
import type { Comment } from "../../../core/request/observation.ts";
import { parseCommands } from "../../../core/request/parse-commands.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { rememberRequest } from "./open-request.ts";
import { mayWrite } from "../../../facts/permission.ts";
import { REQUEST_LABEL } from "./request-label.ts";

type RunCommand = Extract<Command, { kind: "run" }>;

/** Opens the request that a comment asks for; undefined where it asks for none. */
export async function runOutcome(
  comment: Comment,
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<AnswerOutcome | undefined> {
  const lines = parseCommands(comment.body).filter(isAboutRun);
  const [first, ...others] = lines;
  if (!first) return undefined;
  if (comment.edited) return { code: "edited" };
  if (others.length > 0) {
    return {
      code: "run-refused",
      reason:
        "one comment opens one request; write each command in a comment of its own",
    };
  }
  if (first.kind === "problem")
    return { code: "not-understood", problem: first };
  if (!(await mayWrite(context.github, comment.author))) {
    return {
      code: "run-refused",
      reason:
        "whoever asks for an experiment needs write access to this repository",
    };
  }
  const opened = await requestFor(comment, first, key, context);
  return { code: "request-opened", issue: opened.number, url: opened.url };
}

function isAboutRun(
  line: Command | CommandProblem,
): line is RunCommand | CommandProblem {
  return (
    line.kind === "run" ||
    (line.kind === "problem" && line.code === "malformed-run")
  );
}

/** The request that the comment opens: the one that it opened before, where a look was interrupted after it. */
async function requestFor(
  comment: Comment,
  command: RunCommand,
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<Issue> {
  const { experiment, environment } = command;
  const standing = await openedBefore(comment, key, context);
  const issue =
    standing ??
    (await context.github.createIssue({
      title: `Chaos request: ${experiment} in ${environment}`,
      body: `${requestForm({
        experiment,
        environment,
        reason: `Asked for by ${comment.author} in ${comment.url}`,
      })}\n\n${sourceMarker(comment)}`,
      labels: [REQUEST_LABEL],
    }));
  await rememberRequest(
    key,
    issue,
    {
      requester: comment.author,
      source: { kind: "comment", commentId: comment.id },
      asked: { experiment, environment },
    },
    context,
  );
  const { installation, owner, repo } = key;
  await context.queue.send({
    kind: "issue",
    installation,
    owner,
    repo,
    issue: issue.number,
  });
  return issue;
}

async function openedBefore(
  comment: Comment,
  key: KeyOf<"issue">,
  { github, store }: LookContext,
): Promise<Issue | undefined> {
  const remembered = await store.requestFromComment(key, comment.id);
  if (remembered !== undefined) return github.issue(remembered);
  const issues = await github.issues({
    labels: [REQUEST_LABEL],
    state: "all",
    since: comment.createdAt,
  });
  return issues.find(
    ({ ours, body }) => ours && body.includes(sourceMarker(comment)),
  );
}

function sourceMarker({ id }: Comment): string {
  return `<!-- chaos-governor:source:${id} -->`;
}
