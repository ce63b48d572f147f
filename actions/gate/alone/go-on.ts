import type { Decision } from "../../../core/gate/decide.ts";
import { overridesInUse } from "../../../core/gate/override.ts";
import { renderGoingOn } from "../../../core/render/announcement.ts";
import { linksOfIssue } from "../../../core/render/links.ts";
import type { Pin } from "../../../core/request/request.ts";
import { plan } from "../../../core/request/plan/plan.ts";
import type { RequestObservation } from "../../../core/request/observation.ts";
import {
  readStandingRequest,
  unclearWords,
} from "../../../core/request/standing-request.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import { readComments, say } from "./conversation.ts";
import type { AloneJudgement } from "./judgement.ts";
import type { AloneCase, AloneContext } from "./observe-request.ts";

/**
 * Takes the request for this run: says so in it and reads again. The first that said so goes on, and everything that was
 * said up to then counts; so of several runs at the same moment one goes on, and of a request one run.
 *
 * @throws ProviderError where GitHub can't be reached: then no run goes on
 */
export async function goOn(
  start: { decision: Decision; pin: Pin },
  observation: RequestObservation,
  { run, rule }: Pick<AloneCase, "run" | "rule">,
  { github, clock, author }: AloneContext & { author: string },
): Promise<AloneJudgement> {
  const { decision: decided, pin } = start;
  const { issue } = observation;
  const mark = await say(
    github,
    issue.number,
    renderGoingOn(
      reviewed(run, pin),
      overridesInUse(decided),
      linksOfIssue(issue.url),
    ),
  );
  const comments = await readComments(github, issue.number, author);
  const standing = readStandingRequest(comments);
  if (standing.state === "tampered")
    return { decision: "refuse", code: "unusable", ...standing };
  if (standing.state !== "used" || standing.by.comment !== mark.id)
    return taken(standing.state === "used" ? standing.by : undefined, run);
  if (await github.hasDeletedComments(issue.number))
    return { decision: "refuse", code: "comment-deleted" };
  const latest = { ...observation, comments };
  const [unclear] = unclearWords(comments, latest, rule);
  const { effects } = plan(latest, clock());
  const starts = effects.some(({ kind }) => kind === "dispatch");
  if (unclear || !starts)
    return {
      decision: "refuse",
      code: "ended",
      because: "Somebody took a word back at the last moment.",
    };
  await closeQuietly(issue.number, github);
  return { decision: "allow", code: "goes-on", decided };
}

function reviewed({ id, attempt }: WorkflowRun, pin: Pin) {
  const { digest, commit, environment } = pin;
  return { run: id, attempt, digest, commit, environment };
}

/** Where our own mark is not to be seen, nobody can say who was first. */
function taken(
  by: { run: number; comment: number } | undefined,
  run: WorkflowRun,
): AloneJudgement {
  const whose = by ?? { run: run.id, comment: 0 };
  return { decision: "refuse", code: "unusable", state: "used", by: whose };
}

/** The request is used up by then: closed it only looks so. */
async function closeQuietly(
  issue: number,
  github: AloneContext["github"],
): Promise<void> {
  try {
    await github.closeIssue(issue, "completed");
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}
