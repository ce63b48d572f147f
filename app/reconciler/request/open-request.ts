import { ruleFor } from "../../../core/policy/rule.ts";
import { parseRequestForm } from "../../../core/request/form.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { Asked, NewRequest, RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import { trustedTitle } from "../../../facts/workflow-run.ts";

/** The author of what a workflow writes with its own token. */
const WORKFLOW_AUTHOR = "github-actions[bot]";
const MINUTE_MS = 60_000;
/** How long after its start a workflow run may open a request. */
const RUN_AGE_MS = 60 * MINUTE_MS;
/** How long a request that we opened ourselves may stay without the person who asked for it. */
const OWN_AGE_MS = 60 * MINUTE_MS;

type Opening = Pick<NewRequest, "requester" | "source">;
type Opened = { state: "open" } | { state: "later"; lookAgainAt: Date };

/**
 * Remembers a new request and who asks. Who asks is never read from a body: else somebody could ask in another's name
 * and approve it themself.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function openRequest(
  key: KeyOf<"issue">,
  issue: Issue,
  context: LookContext,
): Promise<Opened> {
  const opening = await openingOf(issue, context);
  if (!opening) {
    const lookAgainAt = new Date(context.clock().getTime() + MINUTE_MS);
    return { state: "later", lookAgainAt };
  }
  await rememberRequest(key, issue, opening, context);
  return { state: "open" };
}

/** Writes a request down, once. */
export async function rememberRequest(
  key: RepositoryRef & { installation: number },
  issue: Pick<Issue, "number" | "createdAt">,
  opening: Opening & { asked?: Asked },
  context: LookContext,
): Promise<void> {
  const { installation, owner, repo } = key;
  const request = { owner, repo, issue: issue.number };
  const { requester, source, asked } = opening;
  const openedAt = issue.createdAt;
  const { store, clock } = context;
  await store.openRequest(
    request,
    { installation, requester, source, openedAt },
    clock(),
  );
  if (asked) await store.rememberAsk(request, asked);
}

/** Undefined: not yet to be told. */
async function openingOf(
  issue: Issue,
  context: LookContext,
): Promise<Opening | undefined> {
  const byAuthor: Opening = {
    requester: issue.author,
    source: { kind: "form" },
  };
  if (issue.ours) {
    // The comment's own look remembers who asked. Should it never come to that, nobody did.
    const age = context.clock().getTime() - issue.createdAt.getTime();
    return age < OWN_AGE_MS ? undefined : byAuthor;
  }
  if (issue.author !== WORKFLOW_AUTHOR) return byAuthor;
  return openingByWorkflow(issue, context, byAuthor);
}

/**
 * Whoever started the run whose gate step opened the issue. Any workflow can write such an issue, so the run has to be
 * one of the policy's workflow on the default branch, and has to be for this very experiment and environment.
 */
async function openingByWorkflow(
  issue: Issue,
  { github, memory }: LookContext,
  unproven: Opening,
): Promise<Opening | undefined> {
  const form = parseRequestForm(issue.body);
  if (!form.ok || form.run === undefined) return unproven;
  const { branch, commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state !== "valid") return undefined;
  const found = ruleFor(observed.policy, form.ask.environment);
  if (!found.ok) return unproven;
  const run = await github.run(form.run);
  const title =
    run && trustedTitle(run, { workflow: found.rule.workflow, branch });
  if (
    !run ||
    title?.experiment !== form.ask.experiment ||
    title.environment !== form.ask.environment
  ) {
    return unproven;
  }
  const age = issue.createdAt.getTime() - run.createdAt.getTime();
  if (age < 0 || age > RUN_AGE_MS) return unproven;
  return {
    requester: run.triggeredBy,
    source: { kind: "workflow", run: run.id },
  };
}
