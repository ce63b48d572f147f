import type { Guidance } from "../../core/incident/guidance.ts";
import {
  countFailed,
  entryMarker,
  failureMarker,
  hasMarker,
} from "../../core/incident/failure-marker.ts";
import {
  FAILURE_LABEL,
  failureTitle,
  renderFailedAgain,
  renderFailureIssue,
  renderHeldAgain,
  type ToldRun,
  withFailureCount,
} from "../../core/render/failure.ts";
import { linksOfIssue } from "../../core/render/links.ts";
import type {
  GitHubRepository,
  Issue,
} from "../../providers/github/repository.ts";
import type { FilingInputs } from "./inputs.ts";
import type { Asked } from "./told-run.ts";

/** The issue in which a run is told of now, and how. */
export interface Filed {
  how: "opened" | "added" | "held" | "closed" | "too-late";
  issue: Issue;
}

/** The open issues about the failures of an experiment in an environment. */
export interface StandingIssues {
  /** Our own, the oldest first. */
  own: Issue[];
  /** The app's: where it has one, it tells of the failures. */
  apps?: Issue;
}

/**
 * Anybody can copy title and marker, and who may label can label: so the author counts.
 *
 * @throws ProviderError where GitHub can't be reached or refuses
 */
export async function standingIssues(
  github: GitHubRepository,
  failure: Asked,
  { author, app }: Pick<FilingInputs, "author" | "app">,
): Promise<StandingIssues> {
  const open = await github.issues({ labels: [FAILURE_LABEL], state: "open" });
  const titled = open
    .filter(({ title }) => title === failureTitle(failure))
    .toSorted((one, other) => one.number - other.number);
  const apps = titled.find((issue) => issue.author === `${app}[bot]`);
  const marker = failureMarker(failure);
  const own = titled.filter(
    (issue) => issue.author === author && hasMarker(issue.body, marker),
  );
  return { own, ...(apps && { apps }) };
}

/**
 * Opens the issue about a first failure. Where another job did the same at that moment, the oldest issue stays, and
 * this one is closed with a word.
 *
 * @throws ProviderError where GitHub can't be reached or refuses
 */
export async function openIssue(
  github: GitHubRepository,
  run: ToldRun,
  guidance: Guidance,
  inputs: FilingInputs,
  links: { repository: string },
): Promise<Filed> {
  const { body, ...text } = renderFailureIssue(run, guidance, links);
  const markers = [failureMarker(run), entryMarker("failed", run)];
  const issue = await github.createIssue({
    ...text,
    body: [body, "", ...markers].join("\n"),
  });
  const { own } = await standingIssues(github, run, inputs);
  const [oldest = issue] = own;
  if (oldest.number >= issue.number) return { how: "opened", issue };
  const added = await addFailure(github, oldest, run, guidance, inputs);
  await github.createComment(
    issue.number,
    `Another job opened #${String(oldest.number)} at the same moment: what failed is told of there.`,
  );
  await github.closeIssue(issue.number, "not_planned");
  return added;
}

/**
 * Tells of one more failure. The counter is what is told of by then, and it is counted again after it was written: so
 * jobs that fail at once don't write over one another with a smaller number.
 *
 * @throws ProviderError where GitHub can't be reached or refuses
 */
export async function addFailure(
  github: GitHubRepository,
  issue: Issue,
  run: ToldRun,
  guidance: Guidance,
  { author }: Pick<FilingInputs, "author">,
): Promise<Filed> {
  const told = async () => [
    issue.body,
    ...(await ownComments(github, issue, author)),
  ];
  const marker = entryMarker("failed", run);
  const before = await told();
  if (!before.some((text) => hasMarker(text, marker))) {
    const count = countFailed(before) + 1;
    const text = renderFailedAgain(run, count, guidance, issue);
    await github.createComment(issue.number, `${text}\n\n${marker}`);
  }
  const writeCount = async (standing: string): Promise<void> => {
    const body = withFailureCount(standing, countFailed(await told()));
    if (body === standing) return;
    await github.updateIssue(issue.number, { body });
    await writeCount(body);
  };
  await writeCount(issue.body);
  return { how: "added", issue };
}

/** Tells that the experiment held, unless the run had ended before the issue was opened. */
export async function addHeld(
  github: GitHubRepository,
  issue: Issue,
  run: ToldRun,
  { author, close }: { author: string; close: boolean },
): Promise<Filed> {
  if (run.endedAt < issue.createdAt) return { how: "too-late", issue };
  const marker = entryMarker("held", run);
  const comments = await ownComments(github, issue, author);
  if (!comments.some((text) => hasMarker(text, marker))) {
    const text = renderHeldAgain(run, linksOfIssue(issue.url));
    await github.createComment(issue.number, `${text}\n\n${marker}`);
  }
  if (!close) return { how: "held", issue };
  await github.closeIssue(issue.number, "completed");
  return { how: "closed", issue };
}

async function ownComments(
  github: GitHubRepository,
  { number }: Issue,
  author: string,
): Promise<string[]> {
  const comments = await github.comments(number);
  return comments
    .filter((comment) => comment.author === author)
    .map(({ body }) => body);
}
