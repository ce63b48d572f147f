import { randomUUID } from "node:crypto";
import { getInput, info, setFailed, setOutput, summary } from "@actions/core";
import { renderUnchecked } from "../../core/render/unchecked.ts";
import { readInputs } from "./inputs.ts";
import type { ValidateOutcome } from "./validate.ts";

const read = readInputs(getInput);
if (read.ok) {
  const { files, failOn } = read.inputs;
  info(`Checking ${files} files. Fails on: ${failOn}.`);
  // Most of the Action is needed only from here on, and is read only now.
  const { validate } = await import("./start.ts");
  await tell(await validate(read.inputs));
} else {
  await tell({ state: "unknown", problem: read.problem });
}

async function tell(outcome: ValidateOutcome): Promise<void> {
  if (outcome.state === "unknown") {
    const { problem } = outcome;
    await summary.addRaw(renderUnchecked(problem), true).write();
    setFailed(problem);
    return;
  }
  const { counts, sarif } = outcome;
  setOutput("files", counts.files);
  setOutput("errors", counts.errors);
  setOutput("warnings", counts.warnings);
  setOutput("sarif", sarif.state === "written" ? sarif.path : "");
  await summary.addRaw(outcome.summary, true).write();
  for (const annotation of outcome.annotations) info(annotation);
  showForeign([...outcome.log, outcome.line]);
  if (sarif.state === "refused") setFailed(sarif.problem);
  // Not one annotation more: GitHub shows ten errors of a step.
  if (!outcome.passed) process.exitCode = 1;
}

/** Shows lines in which others may have written what looks like a command of the runner's. */
function showForeign(lines: readonly string[]): void {
  const token = randomUUID();
  info([`::stop-commands::${token}`, ...lines, `::${token}::`].join("\n"));
}
