import { getOctokit } from "@actions/github";
import { guidanceFor } from "../../core/incident/guidance.ts";
import { isFailure } from "../../core/journal/verdict.ts";
import { createGitHubRepository } from "../../providers/github/github-repository.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { readRunner, type Runner } from "../gate/runner.ts";
import {
  addFailure,
  addHeld,
  openIssue,
  standingIssues,
} from "./failure-issue.ts";
import type { FilingInputs } from "./inputs.ts";
import type { Report } from "./report.ts";
import { observeSurroundings } from "./surroundings.ts";
import { type Asked, toldRun } from "./told-run.ts";
import {
  broken,
  describeFiled,
  type FilingWords,
  leftToApp,
  NOTHING_TO_TELL,
  refused,
  unreadPolicy,
} from "./words.ts";

/** The job does not wait longer for GitHub. */
const LONGEST_MS = 120_000;

/** A judged run, and by what it is told of. */
interface Filing {
  asked: Asked;
  report: Report;
  inputs: FilingInputs;
  runner: Runner;
  now: Date;
}

/**
 * Tells of the run in the issue about its failures, where there is something to tell. Whatever goes wrong is a warning:
 * the verdict stands.
 */
export async function fileRun(
  filing: Omit<Filing, "runner">,
): Promise<FilingWords> {
  const { report, inputs } = filing;
  if (report.verdict === "dry") return NOTHING_TO_TELL;
  try {
    const runner = readRunner(process.env);
    if (runner.startedBy === `${inputs.app}[bot]`) return leftToApp(inputs.app);
    return await tell(repositoryOf(runner, inputs), { ...filing, runner });
  } catch (error) {
    return error instanceof ProviderError ? refused(error) : broken(error);
  }
}

function repositoryOf(
  { owner, name }: Runner,
  { token }: FilingInputs,
): GitHubRepository {
  const request = { signal: AbortSignal.timeout(LONGEST_MS) };
  // What was written is told apart by its author here, so no App's id is needed.
  return createGitHubRepository(getOctokit(token, { request }), {
    owner,
    name,
    appId: 0,
  });
}

async function tell(
  github: GitHubRepository,
  { asked, report, inputs, runner, now }: Filing,
): Promise<FilingWords> {
  const { verdict, reason } = report;
  const failed = verdict === "unknown" || isFailure(verdict);
  const { own, apps } = await standingIssues(github, asked, inputs);
  if (apps) return leftToApp(inputs.app, apps.url);
  const [standing] = own;
  if (!failed && !standing) return NOTHING_TO_TELL;

  const { workspace, page } = runner;
  const { policy, outline, digest, unread } = await observeSurroundings(
    github,
    workspace,
    asked.experiment,
  );
  const run = toldRun(asked, report, runner, digest, now);
  const guidance = guidanceFor({ ...asked, reason }, policy, outline);
  const file = () => {
    if (standing && failed)
      return addFailure(github, standing, run, guidance, inputs);
    if (standing) {
      const close = policy?.failures.close_when_held ?? false;
      return addHeld(github, standing, run, { ...inputs, close });
    }
    return openIssue(github, run, guidance, inputs, { repository: page });
  };
  const words = describeFiled(await file(), inputs);
  return unread
    ? { ...words, warnings: [...words.warnings, unreadPolicy(unread)] }
    : words;
}
