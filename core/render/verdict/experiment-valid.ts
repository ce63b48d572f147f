import type { ExperimentValidVerdict } from "../../gate/experiment-valid.ts";
import { plain, shortDigest } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeExperimentValid({
  code,
  values,
}: ExperimentValidVerdict): VerdictWords {
  switch (code) {
    case "valid":
      return {
        summary: `The experiment has no errors (${shortDigest(values.digest)}).`,
      };
    case "invalid": {
      const count =
        values.errors === 1 ? "an error" : `${String(values.errors)} errors`;
      const first =
        values.firstError === undefined
          ? "."
          : `; the first: ${plain(values.firstError, 300)}`;
      return {
        summary: `The experiment has ${count}${first}`,
        mend: "Mend the experiment; chaos-governor validate shows every error and where it stands.",
      };
    }
    case "changed":
      return {
        summary: `The experiment is not the one that was asked for: the request is for ${shortDigest(values.requested)}, the file is ${shortDigest(values.digest)}.`,
        mend: "Ask for the experiment as it is now; what was approved before does not count for it.",
      };
    case "not-known":
      return describeNotKnown("The experiment is", values.reason);
  }
}
