import type { StagingRun } from "../../gate/facts.ts";
import type { StagingPassedVerdict } from "../../gate/staging-passed.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { plain, shortDigest } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeStagingPassed(
  verdict: StagingPassedVerdict,
): VerdictWords {
  if (verdict.code === "not-known")
    return describeNotKnown("Earlier runs are", verdict.values.reason);

  if (verdict.code === "never-run") {
    const { values } = verdict;
    const { earlier, environment: there } = values;
    const before = earlier
      ? `; the latest run there was of another version (${shortDigest(earlier.digest)}), and ended ${formatMoment(earlier.endedAt)}`
      : "";
    return {
      summary: `This version of the experiment (${shortDigest(values.digest)}) has never run in ${there}${before}.`,
      mend: `Run it in ${there} first. ${asking(there)}`,
    };
  }

  return { ...describeRun(verdict), ...pageOf(verdict.values.run) };
}

type Verdicts = Exclude<
  StagingPassedVerdict,
  { code: "not-known" | "never-run" }
>;

function describeRun(verdict: Verdicts): VerdictWords {
  const { code, values } = verdict;
  const there = values.environment;
  const { endedAt, verdict: judged } = values.run;
  const latest = `Its latest run in ${there} ended ${formatMoment(endedAt)}`;
  switch (code) {
    case "held":
      return {
        summary: `${latest} and held; that counts for ${formatDuration(values.within)}.`,
      };
    case "dry":
      return {
        summary: `${latest} and was a dry run, which proves nothing.`,
        mend: `Run it in ${there} for real. ${asking(there)}`,
      };
    case "not-held":
      return {
        summary: `${latest} with the verdict ${judged}, so it did not hold.`,
        mend: `Find out why, and let it run in ${there} again until it holds.`,
      };
    case "other-workflow":
      return {
        summary: `${latest} and held, but it was of the workflow ${plain(values.run.workflow ?? "", 100)}, and ${there} is run by ${values.workflow}.`,
        mend: `Run it in ${there} by ${values.workflow}.`,
      };
    case "too-old":
      return {
        summary: `${latest} and held, but that is more than ${formatDuration(values.within)} ago.`,
        mend: `Run it in ${there} again. ${asking(there)}`,
      };
    case "ends-in-future":
      return {
        summary: `${latest}, which is still to come.`,
        mend: "Set the clocks right.",
      };
  }
}

function pageOf({ link }: StagingRun): Pick<VerdictWords, "pages"> {
  return link === undefined
    ? {}
    : { pages: [{ title: "the run", address: link }] };
}

function asking(environment: string): string {
  return `In any issue, /chaos run <experiment> in ${environment} asks for that.`;
}
