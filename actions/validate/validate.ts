import { readdir } from "node:fs/promises";
import type { PullRequestFacts } from "../../core/pull-request/facts.ts";
import {
  type CalendarCheck,
  judgePullRequest,
  type PullRequestJudgement,
} from "../../core/pull-request/judge.ts";
import { renderCheckout } from "../../core/render/checkout.ts";
import { diagnosticLine } from "../../core/render/diagnostic-line.ts";
import { plain } from "../../core/render/plain.ts";
import type { CheckedFile } from "../../core/render/validation/checked-file.ts";
import { checkedFile } from "../../core/render/validation/judged-file.ts";
import { weighedFindings } from "../../core/render/validation/weighed-findings.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import type { FailOn, ValidateInputs } from "./inputs.ts";
import { observeCheckout, type Surroundings } from "./observe.ts";
import { type SarifFile, sarifFile } from "./sarif-file.ts";

/** What the step tells the job and whoever looks at it. */
export type ValidateOutcome =
  | {
      state: "judged";
      passed: boolean;
      /** Plain text on one line. */
      line: string;
      /** Workflow commands. */
      annotations: string[];
      /** The findings, a line each; what others wrote is in them. */
      log: string[];
      /** Markdown. */
      summary: string;
      sarif: SarifFile;
      counts: { files: number; errors: number; warnings: number };
    }
  /** A sentence: nothing could be judged. */
  | { state: "unknown"; problem: string };

/** Nobody scrolls through more of them. */
const MOST_LINES = 5_000;

/** Checks the experiments of a checkout as the app checks those of a pull request. */
export async function validateCheckout(
  { files, failOn, sarif }: ValidateInputs,
  surroundings: Surroundings,
): Promise<ValidateOutcome> {
  const { workspace } = surroundings;
  if (files === "changed" && !surroundings.occasion.change)
    return unknown(
      "This event tells of no change: use pull_request, merge_group or push, or set the input files to all.",
    );
  if ((await readdir(workspace)).length === 0)
    return unknown(
      "The workspace is empty: put actions/checkout before this step.",
    );
  try {
    const { facts, policy } = await observeCheckout(files, surroundings);
    const judgement = judgePullRequest(facts, await calendarCheck(facts));
    const checked = judgement.files.map(checkedFile);
    return {
      state: "judged",
      passed: passes(judgement, failOn),
      ...renderCheckout(judgement, policy),
      log: findingLines(checked),
      sarif: await sarifFile(checked, sarif, workspace),
      counts: {
        files: checked.length,
        errors: count(checked, "error"),
        warnings: count(checked, "warning"),
      },
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return unknown(
      `Nothing was checked: ${error.message}. Run the job again; where it fails again, see that its token has contents: read and pull-requests: read, or set the input files to all.`,
    );
  }
}

/** What reads calendars is slow to load, and few are looked at. */
async function calendarCheck({
  files,
}: PullRequestFacts): Promise<CalendarCheck> {
  if (!files.some(({ kind }) => kind === "calendar")) return () => [];
  const { checkCalendar } = await import("../../core/time/calendar/check.ts");
  const now = new Date();
  return (text) => checkCalendar(text, now);
}

function unknown(problem: string): ValidateOutcome {
  return { state: "unknown", problem: plain(problem, 1_500) };
}

function passes({ conclusion }: PullRequestJudgement, failOn: FailOn): boolean {
  switch (failOn) {
    case "error":
      return conclusion !== "failure";
    case "warning":
      return conclusion !== "failure" && conclusion !== "neutral";
    case "never":
      return true;
  }
}

function findingLines(files: readonly CheckedFile[]): string[] {
  const found = weighedFindings(files);
  const lines = found
    .slice(0, MOST_LINES)
    .map(({ path, finding }) => diagnosticLine(plain(path, 300), finding));
  const left = found.length - lines.length;
  return left === 0 ? lines : [...lines, `And ${String(left)} more findings.`];
}

function count(
  files: readonly CheckedFile[],
  severity: "error" | "warning",
): number {
  return files
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.severity === severity).length;
}
