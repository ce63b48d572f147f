import { getInput, info, setFailed, setOutput, summary } from "@actions/core";
import { reportOn } from "./report.ts";

const report = await reportOn(getInput("journal", { required: true }), {
  experiment: getInput("experiment"),
  environment: getInput("environment"),
});
setOutput("verdict", report.verdict);
setOutput("reason", report.reason);
await summary.addRaw(report.summary, true).write();
if (report.verdict === "held") info(report.reason);
else setFailed(`${report.verdict}: ${report.reason}`);
