import type { ConcurrencyVerdict } from "../../gate/concurrency.ts";
import type { ChaosRun } from "../../gate/facts.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, waitUntil, type VerdictWords } from "./words.ts";

const MEND = "Wait until it has ended; then this goes on by itself.";

export function describeConcurrency(verdict: ConcurrencyVerdict): VerdictWords {
  const { code, values } = verdict;
  switch (code) {
    case "free":
      return { summary: `${free(values)}.` };
    case "same-experiment":
      return {
        summary: `This very experiment is running in ${place(values.run)} since ${formatMoment(values.run.startedAt)}, and it never runs twice at once.`,
        mend: MEND,
      };
    case "full":
      return {
        summary: `${enumerate(values.runs.map(called), "and", 3)} ${values.runs.length === 1 ? "is" : "are"} running; in ${plain(values.environment, 64)} no more than ${String(values.max)} may run at once.`,
        mend:
          values.runs.length === 1
            ? MEND
            : "Wait until one of them has ended; then this goes on by itself.",
      };
    case "overlapping":
      return {
        summary: `${called(values.run)} is running and touches the same ${values.namespaces.length === 1 ? "namespace" : "namespaces"}: ${enumerate(values.namespaces, "and")}.`,
        mend: MEND,
      };
    case "may-overlap":
      return {
        summary: `${called(values.run)} is running, and may touch the same: it can't be told which namespaces ${values.obscure === "this" ? "this experiment" : "that one"} touches.`,
        mend: `${MEND} Namespaces that the policy names for each environment, or the experiments themselves, would tell them apart.`,
      };
    case "cooling-down":
      return {
        summary: `${called(values.run)} ended ${formatMoment(values.endedAt)}, less than ${formatDuration(values.cooldown)} ago.`,
        mend: waitUntil(verdict.opensAt),
      };
    case "not-known":
      return describeNotKnown("What else is running is", values.reason);
  }
}

function free({
  environment,
  max,
  running,
  cooldown,
}: Extract<ConcurrencyVerdict, { code: "free" }>["values"]): string {
  const here = plain(environment, 64);
  const others =
    running === 0
      ? `No experiment is running in ${here}`
      : `${String(running)} of at most ${String(max)} experiments are running in ${here}`;
  return cooldown === 0
    ? others
    : `${others}, and none ended there within the last ${formatDuration(cooldown)}`;
}

function called(run: ChaosRun): string {
  return `${plain(run.experiment, 100)} in ${place(run)}`;
}

function place({ environment }: ChaosRun): string {
  return plain(environment, 64);
}
