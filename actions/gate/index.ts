import {
  error,
  exportVariable,
  getInput,
  info,
  setFailed,
  setOutput,
  setSecret,
  summary,
} from "@actions/core";
import { findingText } from "./finding-text.ts";
import type { GateOutcome } from "./gate.ts";
import { readInputs } from "./inputs.ts";

const read = readInputs(getInput);
if (read.ok) {
  const { experiment, environment } = read.inputs;
  info(`Asking the policy whether ${experiment} may run in ${environment}.`);
}
// Most of the Action is needed only from here on, and is read only now.
await tell(await outcome());

async function outcome(): Promise<GateOutcome> {
  if (read.ok && read.inputs.alone) {
    const { passAlone } = await import("./alone/start.ts");
    return passAlone(read.inputs);
  }
  const { misused, passGate } = await import("./start.ts");
  return read.ok ? passGate(read.inputs) : misused(read.problem);
}

async function tell({
  decision,
  reason,
  mend,
  requestUrl = "",
  experimentPath = "",
  journalPath = "",
  verdicts = "[]",
  annotations,
  summary: markdown,
  safeguard,
}: GateOutcome): Promise<void> {
  setOutput("decision", decision);
  setOutput("reason", reason);
  setOutput("request-url", requestUrl);
  setOutput("experiment-path", experimentPath);
  setOutput("journal-path", journalPath);
  setOutput("verdicts", verdicts);
  if (safeguard) {
    setSecret(safeguard.authorization);
    exportVariable("CHAOS_GOVERNOR_SAFEGUARD_URL", safeguard.url);
    exportVariable("CHAOS_GOVERNOR_SAFEGUARD_AUTH", safeguard.authorization);
  }
  await summary.addRaw(markdown, true).write();
  for (const { file, finding } of annotations) {
    error(findingText(finding), {
      file,
      startLine: finding.line,
      startColumn: finding.column,
    });
  }
  if (decision === "allow") info(reason);
  else setFailed([reason, mend, requestUrl].filter(Boolean).join(" "));
}
