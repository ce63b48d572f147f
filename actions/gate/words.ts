import { findingText } from "./finding-text.ts";
import {
  ORGANISATION_REPOSITORY,
  POLICY_PATH,
} from "../../core/policy/path.ts";
import { codeSpan, escapeText, link } from "../../core/render/escape.ts";
import { formatMoment } from "../../core/render/moment.ts";
import { enumerate } from "../../core/render/plain.ts";
import { describeVerdict } from "../../core/render/verdict.ts";
import type { OverriddenGate } from "../../core/request/override-mark.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import type { RunFlaw } from "./claim.ts";
import type { GateInputs } from "./inputs.ts";
import type { Judgement } from "./judge.ts";

/** A finding in a file of the repository; GitHub shows it beside the line. */
interface Annotation {
  file: string;
  finding: Diagnostic;
}

/** A judgement in words. All of them are plain text; what others wrote is among them. */
export interface GateWords {
  /** One or two sentences: what was decided, and why. */
  reason: string;
  /** What to do about it. */
  mend?: string;
  annotations: Annotation[];
}

function words(
  reason: string,
  mend?: string,
  annotations: Annotation[] = [],
): GateWords {
  return { reason, ...(mend !== undefined && { mend }), annotations };
}

export function describeJudgement(
  judgement: Judgement,
  inputs: GateInputs,
): GateWords {
  const { experiment, environment } = inputs;
  switch (judgement.code) {
    case "approved":
      return words(
        `${experiment} may run in ${environment}: the app dispatched this run, and what is checked out is what was approved.${against(judgement.overridden)}`,
      );
    case "no-gates":
      return words(
        `${experiment} may run in ${environment}: the policy asks for no approval there.`,
      );
    case "halted": {
      const { summary, mend } = describeVerdict(judgement.verdict);
      return words(
        `${experiment} may not run in ${environment} now. ${summary}`,
        mend,
      );
    }
    case "needs-approval":
      return words(
        `${experiment} needs approval before it runs in ${environment}.`,
        "Approve it in the request. The app starts a new run as soon as the policy allows it; this one ends here.",
      );
    case "unconfirmed":
      return words(
        `The app has not said in the request, in five minutes, that this is the run that goes on for it.`,
        "See whether the app runs and may write comments, then open a new request.",
      );
    case "closed-window": {
      const { summary } = describeVerdict(judgement.verdict);
      return words(
        `${experiment} may not run in ${environment} now. ${summary}`,
        "Ask again once the window is open.",
      );
    }
    case "policy-missing":
      return words(
        `There is no policy: ${POLICY_PATH} is not on branch ${judgement.branch}.`,
        `Add ${POLICY_PATH} to branch ${judgement.branch}.`,
      );
    case "policy-invalid":
      if (judgement.inOrganisation)
        return words(
          `The organisation's file can't be used, so nothing may run. ${firstOf(judgement.diagnostics, `${ORGANISATION_REPOSITORY}/${POLICY_PATH}`)}`,
          `Correct ${POLICY_PATH} on the default branch of the owner's repository ${ORGANISATION_REPOSITORY}.`,
        );
      return words(
        `The policy can't be used, so nothing may run. ${firstOf(judgement.diagnostics, POLICY_PATH)}`,
        `Correct ${POLICY_PATH} on the default branch.`,
        annotate(judgement.diagnostics, POLICY_PATH),
      );
    case "unknown-environment": {
      const { known, suggestion } = judgement;
      return words(
        `The policy has no environment ${environment}.`,
        suggestion === undefined
          ? `It has ${enumerate(known, "and")}.`
          : `Did you mean ${suggestion}?`,
      );
    }
    case "skip-validation":
      return words(
        `Validation can't be skipped in ${environment}.`,
        "Start the workflow with skip_validation=false.",
      );
    case "experiment-unusable":
      return words(judgement.reason);
    case "experiment-invalid":
      return words(
        `The experiment ${experiment} is not valid. ${firstOf(judgement.diagnostics, judgement.path)}`,
        `Correct ${judgement.path}.`,
        annotate(judgement.diagnostics, judgement.path),
      );
    case "not-the-dispatch":
      return words(
        `This is not the run that was approved: ${describeFlaws(judgement.flaws)}.`,
        "Start the workflow with experiment, environment and skip_validation only; the other inputs are the app's.",
      );
    case "cannot-ask":
      return words(
        `${experiment} needs approval before it runs in ${environment}, and this run can't ask for it: ${describeFlaws(judgement.flaws)}.`,
        "Start the workflow by hand on the default branch, or open a request with the issue form.",
      );
  }
}

/** Loud, so that whoever looks at the run sees it. */
function against(overridden: OverriddenGate[]): string {
  const gates = overridden.map(
    ({ gate, until }) => `${gate} until ${formatMoment(until)}`,
  );
  return gates.length === 0
    ? ""
    : ` 🚨 People broke the glass, and this run overrides ${enumerate(gates, "and")}; who and why is in the request.`;
}

const HEADLINES: Record<Judgement["decision"], string> = {
  allow: "✅ May run",
  hold: "⏳ Has to wait",
  refuse: "❌ May not run",
};

/**
 * The same as Markdown, for the job's summary.
 *
 * @param requestUrl the issue of the request, where there is one
 */
export function renderWords(
  decision: Judgement["decision"],
  { reason, mend, annotations }: GateWords,
  requestUrl: string | undefined,
): string {
  return [
    `### ${HEADLINES[decision]}`,
    escapeText(reason, 1_000),
    ...(mend === undefined ? [] : [escapeText(mend, 1_000)]),
    ...(requestUrl === undefined ? [] : [link("The request", requestUrl)]),
    annotations.map(annotationLine).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const FLAWS: Record<
  RunFlaw["code"],
  (flaw: { expected: string; found: string }) => string
> = {
  "started-by": ({ expected, found }) =>
    `it was started by ${found}, not by ${expected}`,
  event: ({ expected, found }) =>
    `it was started by ${found}, not by ${expected}`,
  attempt: ({ found }) =>
    `it is attempt ${found}, and an approval is for one run only`,
  branch: ({ expected, found }) =>
    `it runs on branch ${found || "(none)"}, not on ${expected}`,
  unreviewed: ({ expected, found }) =>
    `its commit ${found} is not on branch ${expected}`,
  twice: ({ expected }) =>
    `the run ${expected} is the one that goes on for the request`,
  workflow: ({ expected, found }) => `it runs ${found}, not ${expected}`,
  commit: ({ expected, found }) =>
    `it runs commit ${found || "(none)"}, not ${expected || "(none)"}`,
  digest: ({ expected, found }) =>
    `the experiment's digest is ${found}, not ${expected || "(none)"}`,
  experiment: ({ expected, found }) => `it is of ${found}, not of ${expected}`,
  environment: ({ expected, found }) => `it is for ${found}, not ${expected}`,
};

export function describeFlaws(flaws: RunFlaw[]): string {
  return enumerate(
    flaws.map((flaw) => FLAWS[flaw.code](shortened(flaw))),
    "and",
  );
}

/** What was found and expected may come from inputs that anybody sets. */
function shortened({ expected, found }: RunFlaw): {
  expected: string;
  found: string;
} {
  return { expected: expected.slice(0, 100), found: found.slice(0, 100) };
}

function annotate(
  diagnostics: readonly Diagnostic[],
  file: string,
): Annotation[] {
  // GitHub shows ten annotations of a step.
  return diagnostics.slice(0, 10).map((finding) => ({ file, finding }));
}

function firstOf(diagnostics: readonly Diagnostic[], file: string): string {
  const [first] = diagnostics;
  if (!first) return `See ${file}.`;
  const more =
    diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return `${file}:${first.line}:${first.column}: ${findingText(first)}${more}`;
}

function annotationLine({ file, finding }: Annotation): string {
  const place = `${file}:${finding.line}:${finding.column}`;
  return `- ${codeSpan(place, 200)} ${escapeText(findingText(finding), 500)}`;
}
