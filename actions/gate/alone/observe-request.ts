import { noFacts } from "../../../core/gate/facts.ts";

import type { EnvironmentRule, Policy } from "../../../core/policy/schema.ts";
import type { Announcement } from "../../../core/request/announcement.ts";
import { parseRequestForm } from "../../../core/request/form.ts";
import type {
  Comment,
  ExperimentObservation,
  RequestObservation,
} from "../../../core/request/observation.ts";
import type { Pin } from "../../../core/request/request.ts";
import { commitMemory } from "../../../facts/commit-memory.ts";
import {
  githubHistory,
  rememberRunsWithoutJournal,
} from "../../../facts/github-history.ts";
import { providerError } from "../../../facts/learn.ts";
import { observeFacts } from "../../../facts/observe-facts.ts";
import { mayWrite } from "../../../facts/permission.ts";
import type { Services } from "../../../facts/services.ts";
import type { PolicyFile } from "../../../providers/github/policy-file.ts";
import type {
  GitHubRepository,
  Issue,
  WorkflowRun,
} from "../../../providers/github/repository.ts";

const DAY_MS = 86_400_000;

/** What is asked for facts. */
export interface AloneContext {
  github: GitHubRepository;
  services: Services;
  clock: () => Date;
}

/** A gated environment, the run that asks, and the experiment as it lies in its checkout. */
export interface AloneCase {
  policy: Policy;
  rule: EnvironmentRule;
  file: Extract<PolicyFile, { state: "valid" }>;
  defaultBranch: string;
  run: WorkflowRun;
  experiment: Exclude<ExperimentObservation, { state: "unreachable" }>;
}

/** A request, as far as its issue says. */
export interface AloneRequest {
  issue: Issue;
  comments: Comment[];
  asked: Pick<Announcement, "requester" | "experiment"> & {
    environment: string;
  };
  pins: Pin[];
}

/**
 * The whole truth about one request, by whoever remembers nothing of it: what the app has in its database, GitHub says.
 *
 * @throws ProviderError where not even the runs before can be read
 */
export async function observeAlone(
  { policy, rule, file, defaultBranch, run, experiment }: AloneCase,
  { issue, comments, asked, pins }: AloneRequest,
  { github, services, clock }: AloneContext,
): Promise<RequestObservation> {
  const { owner, name } = github;
  const memory = commitMemory();
  const reader = { github, memory, services, clock };
  const ask = askOf(issue, asked);
  const { staging_passed: staging, concurrency } = rule.gates;
  const past = (back: number) => ({
    policy,
    branch: defaultBranch,
    since: new Date(clock().getTime() - back - DAY_MS),
  });
  if (concurrency)
    await rememberRunsWithoutJournal(
      past(concurrency.cooldown),
      asked.environment,
      reader,
    );
  const [facts, requesterMayWrite] = await Promise.all([
    ask.ok
      ? observeFacts(
          {
            repository: { owner, repo: name },
            policy,
            rule,
            ask: ask.ask,
            experiment: Promise.resolve(experiment),
            branch: defaultBranch,
            head: file.commit,
            others: [],
            own: undefined,
            // This very run is not in its own way.
            held: run.id,
          },
          {
            ...reader,
            history: githubHistory(past(staging?.within ?? 0), reader),
          },
        )
      : noFacts("the request can't be read"),
    permissionOf(github, asked.requester),
  ]);
  return {
    repository: { owner, name, defaultBranch },
    issue: { number: issue.number, open: issue.open, url: issue.url },
    record: {
      requester: asked.requester,
      openedAt: issue.createdAt,
      phase: "open",
      pins,
      answers: new Map(),
    },
    ask,
    requesterMayWrite,
    policy: file,
    // What would run: the policy is that of the default branch, which may have moved on since this run began.
    head: run.commit,
    experiment,
    comments,
    facts,
    others: [],
    run: { state: "none" },
    watch: [],
  };
}

/** What was announced stands: the issue's text can be changed by others, and then misleads whoever approves. */
function askOf(
  { body }: Issue,
  { experiment, environment }: AloneRequest["asked"],
): RequestObservation["ask"] {
  const form = parseRequestForm(body);
  if (!form.ok) return form;
  const { ask, skipValidation } = form;
  if (ask.experiment === experiment && ask.environment === environment)
    return { ok: true, ask, skipValidation };
  return {
    ok: false,
    problem: `It asked for ${experiment} in ${environment} and was edited since. Write that back, or start the workflow anew for anything else.`,
  };
}

async function permissionOf(
  github: GitHubRepository,
  requester: string,
): Promise<RequestObservation["requesterMayWrite"]> {
  try {
    return { known: true, value: await mayWrite(github, requester) };
  } catch (error) {
    return { known: false, reason: providerError(error).message };
  }
}
