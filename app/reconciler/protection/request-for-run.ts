import { parseRequestForm, requestForm } from "../../../core/request/form.ts";
import type {
  Issue,
  WorkflowRun,
} from "../../../providers/github/repository.ts";
import type { Asked } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { rememberRequest } from "../request/open-request.ts";
import { REQUEST_LABEL } from "../request/request-label.ts";

/**
 * Opens the request that a waiting run asks by: the one that an interrupted look opened, else a new one. Whoever
 * started the run asks.
 *
 * @returns the request's issue
 */
export async function openRequestFor(
  run: WorkflowRun,
  asked: Asked,
  key: KeyOf<"protection">,
  context: LookContext,
): Promise<number> {
  const { experiment, environment } = asked;
  const reason = `${run.triggeredBy} started ${run.url}, which waits for this.`;
  const issue =
    (await openedBefore(run, context)) ??
    (await context.github.createIssue({
      title: `Chaos request: ${experiment} in ${environment}`,
      body: requestForm({ experiment, environment, reason }, { run: run.id }),
      labels: [REQUEST_LABEL],
    }));
  const source = {
    kind: "protection",
    run: run.id,
    attempt: run.attempt,
  } as const;
  const opening = { requester: run.triggeredBy, source, asked };
  await rememberRequest(key, issue, opening, context);
  const { installation, owner, repo } = key;
  const { number } = issue;
  await context.queue.send({
    kind: "issue",
    installation,
    owner,
    repo,
    issue: number,
  });
  return number;
}

/** By what we ourselves wrote; anybody else could name any run. */
async function openedBefore(
  { id, createdAt }: WorkflowRun,
  { github }: LookContext,
): Promise<Issue | undefined> {
  const issues = await github.issues({
    labels: [REQUEST_LABEL],
    state: "all",
    since: createdAt,
  });
  return issues.find(({ ours, body }) => {
    const form = parseRequestForm(body);
    return ours && form.ok && form.run === id;
  });
}
