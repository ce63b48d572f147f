import type { StagingPassedVerdict } from "../../gate/staging-passed.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { shortDigest } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeStagingPassed({
  code,
  values,
}: StagingPassedVerdict): VerdictWords {
  if (code === "not-known")
    return describeNotKnown("Earlier runs are", values.reason);

  const there = values.environment;
  if (code === "never-run") {
    const { earlier } = values;
    const before = earlier
      ? `; the latest run there was of another version (${shortDigest(earlier.digest)}), and ended ${formatMoment(earlier.endedAt)}`
      : "";
    return {
      summary: `This version of the experiment (${shortDigest(values.digest)}) has never run in ${there}${before}.`,
      mend: `Run it in ${there} first.`,
    };
  }

  const { endedAt, verdict } = values.run;
  const latest = `Its latest run in ${there} ended ${formatMoment(endedAt)}`;
  switch (code) {
    case "held":
      return {
        summary: `${latest} and held; that counts for ${formatDuration(values.within)}.`,
      };
    case "dry":
      return {
        summary: `${latest} and was a dry run, which proves nothing.`,
        mend: `Run it in ${there} for real.`,
      };
    case "not-held":
      return {
        summary: `${latest} with the verdict ${verdict}, so it did not hold.`,
        mend: `Find out why, and let it run in ${there} again until it holds.`,
      };
    case "too-old":
      return {
        summary: `${latest} and held, but that is more than ${formatDuration(values.within)} ago.`,
        mend: `Run it in ${there} again.`,
      };
    case "ends-in-future":
      return {
        summary: `${latest}, which is still to come.`,
        mend: "Set the clocks right.",
      };
  }
}
