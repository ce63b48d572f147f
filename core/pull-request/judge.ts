import { type BlastRadius, blastRadiusOf } from "../experiment/blast-radius.ts";
import { parseExperiment } from "../experiment/parse.ts";
import type { Checks } from "../experiment/rule.ts";
import { checksOf } from "../policy/checks.ts";
import { type Above, checkPolicy } from "../policy/check.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import { inOrder } from "../text/diagnostic.ts";
import { checkWorkflow } from "../workflow/check.ts";
import { missingFiles } from "./missing-files.ts";
import type { CheckConclusion } from "./check-output.ts";
import type {
  BasePolicy,
  BoundRequest,
  FileContent,
  FileFacts,
  PullRequestFacts,
  TouchedFile,
} from "./facts.ts";

/** A file and what is wrong with it. */
export interface JudgedFile extends TouchedFile {
  content: Exclude<FileContent, { state: "text" }> | { state: "text" };
  findings: Diagnostic[];
  /** What the experiment touches on either side of a merge; absent where there is none. */
  radius: { before?: BlastRadius; after?: BlastRadius };
}

/** An open request whose approvals are void once the pull request is merged. */
export interface VoidedRequest {
  issue: number;
  path: string;
  /** `moved-on`: its experiment stays as it is; the commit that would run is another after any merge. */
  because: "changed" | "removed" | "moved-on";
}

/** What is to be said of a pull request, without the words. */
export interface PullRequestJudgement {
  conclusion: CheckConclusion;
  policy: BasePolicy["state"];
  files: JudgedFile[];
  voids: VoidedRequest[];
  unlisted: number;
}

/**
 * Judges what a pull request does to experiments, the policy, the workflows that run them and its calendars.
 *
 * An error fails the check, and so does a file that could not be read: what nobody looked at is not sound.
 *
 * @param checkCalendar as of the moment of the check; handed in, because what reads calendars is slow to load
 */
export function judgePullRequest(
  facts: PullRequestFacts,
  checkCalendar: CalendarCheck,
): PullRequestJudgement {
  const yardstick = {
    checkCalendar,
    checks: facts.policy.state === "valid" ? checksOf(facts.policy.policy) : {},
    above: facts.above,
  };
  const files = facts.files.map((file) => {
    const judged = judgeFile(file, yardstick);
    const missing = missingFiles(file, facts);
    return { ...judged, findings: inOrder([...judged.findings, ...missing]) };
  });
  return {
    conclusion: conclude(files, facts.unlisted),
    policy: facts.policy.state,
    files,
    voids: facts.requests.map((request) => voided(request, facts.files)),
    unlisted: facts.unlisted,
  };
}

/** How many findings of that severity there are in all files. */
export function count(
  files: readonly JudgedFile[],
  severity: Severity,
): number {
  return files
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.severity === severity).length;
}

/** Whether what the file holds at the head of the pull request could not be learned. */
export function isUnread({ content }: JudgedFile): boolean {
  return content.state !== "text" && content.state !== "removed";
}

/** What is wrong with the text of a calendar. */
export type CalendarCheck = (text: string) => Diagnostic[];

/** What the branch that a pull request goes into says of files. */
interface JudgedBy {
  checkCalendar: CalendarCheck;
  checks: Checks;
  above: Above;
}

function judgeFile(
  { content, before, ...file }: FileFacts,
  yardstick: JudgedBy,
): JudgedFile {
  const was =
    before === undefined
      ? undefined
      : judgeText(file, before, yardstick).radius;
  const radiusBefore = was && { before: was };
  if (content.state !== "text")
    return { ...file, content, findings: [], radius: { ...radiusBefore } };
  const { findings, radius } = judgeText(file, content.text, yardstick);
  return {
    ...file,
    content: { state: "text" },
    findings,
    radius: { ...radiusBefore, ...(radius && { after: radius }) },
  };
}

function judgeText(
  { kind, path }: TouchedFile,
  text: string,
  { checks, above, checkCalendar }: JudgedBy,
): { findings: Diagnostic[]; radius?: BlastRadius } {
  switch (kind) {
    case "experiment": {
      const parsed = parseExperiment(text, { file: path, checks });
      const { diagnostics: findings, outline } = parsed;
      return { findings, ...(outline && { radius: blastRadiusOf(outline) }) };
    }
    case "policy":
      return { findings: checkPolicy(text, above) };
    case "workflow":
      return { findings: checkWorkflow(text) };
    case "calendar":
      return { findings: checkCalendar(text) };
  }
}

function conclude(
  files: readonly JudgedFile[],
  unlisted: number,
): CheckConclusion {
  if (files.some(isUnread) || count(files, "error") > 0) return "failure";
  if (unlisted > 0 || count(files, "warning") > 0) return "neutral";
  return files.length === 0 ? "skipped" : "success";
}

function voided(
  { issue, path, digest }: BoundRequest,
  files: readonly FileFacts[],
): VoidedRequest {
  const content = files.find((touched) => touched.path === path)?.content;
  const request = { issue, path };
  if (content?.state === "removed") return { ...request, because: "removed" };
  const stays =
    content === undefined ||
    (content.state === "text" && content.digest === digest);
  return { ...request, because: stays ? "moved-on" : "changed" };
}
