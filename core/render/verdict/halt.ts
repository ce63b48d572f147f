import type { Halt } from "../../gate/facts.ts";
import type { HaltVerdict } from "../../gate/halt/halt.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeHalt({ code, values }: HaltVerdict): VerdictWords {
  switch (code) {
    case "not-halted":
      return { summary: "Nobody has halted experiments." };
    case "halted":
      return {
        summary: `All experiments are halted: ${enumerate(values.halts.map(said), "and", 3)}.`,
        mend: `Once the reason is gone, close ${enumerate(values.halts.map(called), "and", 10)}; then this goes on by itself.`,
        pages: values.halts.flatMap(({ issue, link }) =>
          link === undefined
            ? []
            : { title: `halt, issue ${String(issue)}`, address: link },
        ),
      };
    case "not-known":
      return describeNotKnown(
        "Whether experiments are halted is",
        values.reason,
      );
  }
}

function said({ by, reason, since }: Halt): string {
  return `by ${plain(by, 40)} since ${formatMoment(since)}, because: ${plain(reason, 200)}`;
}

function called({ issue }: Halt): string {
  return `issue ${String(issue)}`;
}
