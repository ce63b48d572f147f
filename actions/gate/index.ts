import {
  error,
  getInput,
  info,
  setFailed,
  setOutput,
  summary,
} from "@actions/core";
import { getOctokit } from "@actions/github";
import { createGitHubRepository } from "../../providers/github/github-repository.ts";
import { type GateOutcome, misused, passGate } from "./gate.ts";
import { type GateInputs, readInputs } from "./inputs.ts";
import { readRunner } from "./runner.ts";
import { findingText } from "./words.ts";

const read = readInputs(getInput);
const outcome = read.ok ? await pass(read.inputs) : misused(read.problem);
await tell(outcome);

async function pass(inputs: GateInputs): Promise<GateOutcome> {
  const runner = readRunner(process.env);
  const { owner, name } = runner;
  // Nothing here is told apart by the App that wrote it, so no App's id is needed.
  const github = createGitHubRepository(getOctokit(inputs.token), {
    owner,
    name,
    appId: 0,
  });
  return passGate(github, inputs, runner, () => new Date());
}

async function tell({
  decision,
  reason,
  mend,
  requestUrl = "",
  experimentPath = "",
  journalPath = "",
  annotations,
  summary: markdown,
}: GateOutcome): Promise<void> {
  setOutput("decision", decision);
  setOutput("reason", reason);
  setOutput("request-url", requestUrl);
  setOutput("experiment-path", experimentPath);
  setOutput("journal-path", journalPath);
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
