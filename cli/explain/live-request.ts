import type { GateFacts } from "../../core/gate/facts.ts";
import { announcedPins } from "../../core/request/announced-pins.ts";
import { parseRequestForm } from "../../core/request/form.ts";
import type {
  Comment,
  ExperimentObservation,
  RequestObservation,
} from "../../core/request/observation.ts";
import { readByOnlooker } from "../../core/request/onlooker.ts";
import type { Ask } from "../../core/request/request.ts";
import { observePermission } from "../../facts/permission.ts";
import type { PolicyFile } from "../../providers/github/policy-file.ts";
import type {
  GitHubRepository,
  Issue,
} from "../../providers/github/repository.ts";

/** A request as its issue shows it. */
export interface LiveRequest {
  issue: Issue;
  ask: Ask;
  skipValidation: boolean;
  /** What the App wrote is `ours`. */
  comments: Comment[];
}

/**
 * Reads a request and what was said in it.
 *
 * @param app the slug of the App whose announcements count
 * @throws ProviderError where GitHub can't be reached
 */
export async function readLiveRequest(
  number: number,
  app: string,
  github: GitHubRepository,
): Promise<
  { ok: true; request: LiveRequest } | { ok: false; problem: string }
> {
  const place = `${github.owner}/${github.name}#${String(number)}`;
  const issue = await github.issue(number);
  if (!issue) return { ok: false, problem: `${place}: there is no such issue` };
  const form = parseRequestForm(issue.body);
  if (!form.ok) return { ok: false, problem: `${place}: ${form.problem}` };
  const comments = await github.comments(number);
  // Nobody but an App itself writes by a login like that.
  const ours = comments.map((comment) => ({
    ...comment,
    ours: comment.author === `${app}[bot]`,
  }));
  const { ask, skipValidation } = form;
  return { ok: true, request: { issue, ask, skipValidation, comments: ours } };
}

/** The facts, with those that follow from what was said in the request. */
export async function withConversation(
  facts: GateFacts,
  { issue, ask, skipValidation, comments }: LiveRequest,
  on: {
    github: GitHubRepository;
    branch: string;
    head: string;
    policy: Extract<PolicyFile, { state: "valid" }>;
    experiment: ExperimentObservation;
  },
  now: Date,
): Promise<GateFacts> {
  const { github, branch, head, policy, experiment } = on;
  const announced = announcedPins(comments);
  const requester = announced?.first.requester ?? issue.author;
  const observation: RequestObservation = {
    repository: {
      owner: github.owner,
      name: github.name,
      defaultBranch: branch,
    },
    issue: { number: issue.number, open: issue.open, url: issue.url },
    record: {
      requester,
      openedAt: issue.createdAt,
      phase: "open",
      pins: announced?.pins ?? [],
      answers: new Map(),
    },
    ask: askedFor(ask, announced?.first)
      ? { ok: true, ask, skipValidation }
      : {
          ok: false,
          problem:
            "the request was edited and asks for something else than it did when it was announced",
        },
    requesterMayWrite: await observePermission(github, requester),
    policy,
    head,
    experiment,
    comments,
    facts,
    others: [],
    run: { state: "none" },
    watch: [],
  };
  return { ...facts, ...readByOnlooker(observation, now) };
}

function askedFor(
  { experiment, environment }: Ask,
  first: { experiment: string; pin: { environment: string } } | undefined,
): boolean {
  return (
    !first ||
    (first.experiment === experiment && first.pin.environment === environment)
  );
}
