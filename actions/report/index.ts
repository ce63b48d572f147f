import {
  getInput,
  info,
  setFailed,
  setOutput,
  summary,
  warning,
} from "@actions/core";
import { link } from "../../core/render/escape.ts";
import { readFilingInputs } from "./inputs.ts";
import type { FilingWords } from "./words.ts";

const asked = {
  experiment: getInput("experiment"),
  environment: getInput("environment"),
};
const journal = getInput("journal", { required: true });
info("Reading the journal.");
// Most of the Action is needed only from here on, and is read only now.
const { reportOn } = await import("./report.ts");
const report = reportOn(journal, asked);
setOutput("verdict", report.verdict);
setOutput("reason", report.reason);
await summary.addRaw(report.summary, true).write();
if (report.verdict === "held") info(report.reason);
else setFailed(`${report.verdict}: ${report.reason}`);

const filing = readFilingInputs(getInput);
if ("problem" in filing) warning(filing.problem);
else if (filing.wanted) {
  // The verdict is out by now, and nothing here changes it. Only who wants an issue waits until all this is loaded.
  const { fileRun } = await import("./filing.ts");
  const { inputs } = filing;
  await tell(await fileRun({ asked, report, inputs, now: new Date() }));
}

async function tell({ said, url, warnings }: FilingWords): Promise<void> {
  for (const text of warnings) warning(text);
  if (said !== undefined) info(said);
  if (url === undefined) return;
  setOutput("issue-url", url);
  const shown = `\n${link("The issue about the failure", url)}`;
  await summary.addRaw(shown, true).write();
}
