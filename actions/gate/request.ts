import {
  type OverriddenGate,
  readDispatchMark,
} from "../../core/request/override-mark.ts";
import {
  readReviewMark,
  type ReviewedRun,
} from "../../core/request/review-mark.ts";
import { parseRequestForm, requestForm } from "../../core/request/form.ts";
import type {
  GitHubRepository,
  Issue,
  WorkflowRun,
} from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import type { GateInputs } from "./inputs.ts";

const LABEL = "chaos-request";

/**
 * The request that a run asks by: the one that it opened before, where its job was run again, else a new one.
 *
 * @throws ProviderError where GitHub can't be reached or refuses
 */
export async function requestApproval(
  github: GitHubRepository,
  asked: { experiment: string; environment: string },
  run: WorkflowRun,
): Promise<Issue> {
  const open = await github.issues({ labels: [LABEL], state: "open" });
  const standing = open.find((issue) => isFrom(issue, asked, run));
  if (standing) return standing;
  const { experiment, environment } = asked;
  const reason = `Asked for by ${run.triggeredBy}, who started ${run.url}`;
  const opened = await github.createIssue({
    title: `Chaos request: ${experiment} in ${environment}`,
    body: requestForm({ experiment, environment, reason }, { run: run.id }),
    labels: [LABEL],
  });
  // GitHub drops labels silently where the token may not set them, and without its label it is no request.
  if (!opened.labels.includes(LABEL)) {
    throw new ProviderError(
      "github",
      `opened ${opened.url} without the label ${LABEL}, so the app does not see it; set the label there`,
      { retryable: false },
    );
  }
  return opened;
}

/** Only a workflow's token writes as a bot: what a person wrote is not this run's, whatever it says. */
function isFrom(
  { author, body }: Issue,
  asked: { experiment: string; environment: string },
  run: WorkflowRun,
): boolean {
  const form = parseRequestForm(body);
  return (
    author.endsWith("[bot]") &&
    form.ok &&
    form.run === run.id &&
    form.ask.experiment === asked.experiment &&
    form.ask.environment === asked.environment
  );
}

/** The number of the request that the run says it is for. */
export function requestOf({ claim }: GateInputs): number | undefined {
  const number = claim?.request ?? "";
  return /^[1-9]\d{0,9}$/.test(number) ? Number(number) : undefined;
}

/**
 * What the app said in the request that this run overrides: in a comment of its own that nobody edited since, with the
 * run's correlation, which nobody could know before it was started.
 *
 * @throws ProviderError where the request's comments can't be read
 */
export async function overriddenBy(
  github: GitHubRepository,
  inputs: GateInputs,
): Promise<OverriddenGate[]> {
  const { app, claim } = inputs;
  const request = requestOf(inputs);
  if (request === undefined || !claim?.correlation) return [];
  const comments = await github.comments(request);
  return comments
    .filter(({ author, edited }) => author === `${app}[bot]` && !edited)
    .flatMap(({ body }) => readDispatchMark(body, claim.correlation));
}

/** A run that the app let go on where it waited for its environment. */
export interface Review {
  request: number;
  reviewed: ReviewedRun;
  overridden: OverriddenGate[];
}

/**
 * What the app said of this run, which waited for its environment: in a request that it opened for it, in a comment of
 * its own that nobody edited since.
 *
 * @throws ProviderError where requests can't be read
 */
export async function reviewOf(
  github: GitHubRepository,
  { app, claim, alone }: GateInputs,
  run: WorkflowRun,
): Promise<Review | undefined> {
  if (claim || alone) return undefined;
  const open = await github.issues({ labels: [LABEL], state: "open" });
  const bot = `${app}[bot]`;
  for (const { author, body, number: request } of open) {
    const form = parseRequestForm(body);
    if (author !== bot || !form.ok || form.run !== run.id) continue;
    // oxlint-disable-next-line no-await-in-loop -- there is one at most, but for what people wrote over
    const comments = await github.comments(request);
    for (const comment of comments) {
      if (comment.author !== bot || comment.edited) continue;
      const said = readReviewMark(comment.body);
      if (said?.reviewed.run === run.id) return { request, ...said };
    }
  }
  return undefined;
}
