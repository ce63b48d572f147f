import type { ChangeInFlightVerdict } from "../../gate/change-in-flight.ts";
import type { Deployment } from "../../gate/facts.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeChangeInFlight({
  code,
  values,
}: ChangeInFlightVerdict): VerdictWords {
  switch (code) {
    case "quiet": {
      const where = values.environments.map((name) => plain(name, 64));
      return {
        summary: `Nothing is being deployed to ${enumerate(where, "or")}.`,
      };
    }
    case "deploying":
      return {
        summary: `A change is being deployed: ${enumerate(values.deployments.map(called), "and", 3)}.`,
        mend: "Wait until that has ended; then this goes on by itself. Where nobody works on it any more, set the deployment's status to inactive.",
      };
    case "not-known":
      return describeNotKnown("What is being deployed is", values.reason);
  }
}

function called({ environment, ref, by, startedAt }: Deployment): string {
  const who = by === undefined ? "" : ` by ${plain(by, 40)}`;
  return `${plain(ref, 60)} to ${plain(environment, 64)}${who} since ${formatMoment(startedAt)}`;
}
