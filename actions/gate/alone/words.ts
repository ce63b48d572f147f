import type { Decision } from "../../../core/gate/decide.ts";
import { blocking, overridesInUse } from "../../../core/gate/override.ts";
import { linksOfIssue } from "../../../core/render/links.ts";
import { enumerate, plain } from "../../../core/render/plain.ts";
import { approvalTable, gateTable } from "../../../core/render/status/gates.ts";
import { troubleWords } from "../../../core/render/status/trouble.ts";
import { describeVerdict } from "../../../core/render/verdict.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { GateOutcome } from "../gate.ts";
import type { GateInputs } from "../inputs.ts";
import { verdictsOutput } from "../verdicts.ts";
import { describeFlaws, renderWords } from "../words.ts";
import type { AloneJudgement } from "./judgement.ts";
import type { AloneCase } from "./observe-request.ts";

const ASK_ANEW = "Start the workflow without the field request to ask anew.";
const MOST_GATES = 3;

/** The judgement in words, with the table of gates that the app's status would show. */
export function tellOfAlone(
  judgement: AloneJudgement,
  { policy, experiment }: AloneCase,
  inputs: GateInputs,
  issue: Issue | undefined,
): GateOutcome {
  const { decision } = judgement;
  const { reason, mend } = wordsOf(judgement, inputs, issue);
  const words = { reason, ...(mend && { mend }), annotations: [] };
  const decided = "decided" in judgement ? judgement.decided : undefined;
  const summary = [
    renderWords(decision, words, issue?.url),
    ...(judgement.code === "trouble" && issue
      ? ["", ...troubleWords(judgement.trouble, linksOfIssue(issue.url))]
      : []),
    ...(decided ? [...gateTable(decided), ...approvalTable(decided)] : []),
  ].join("\n");
  return {
    ...words,
    decision,
    ...(issue && { requestUrl: issue.url }),
    ...(decision === "allow" &&
      experiment.state === "found" && {
        experimentPath: experiment.path,
        journalPath: policy.experiments.journals.replaceAll(
          "{experiment}",
          () => inputs.experiment,
        ),
      }),
    ...(decided && { verdicts: verdictsOutput(decided) }),
    summary,
  };
}

function wordsOf(
  judgement: AloneJudgement,
  { experiment, environment }: GateInputs,
  issue: Issue | undefined,
): { reason: string; mend?: string } {
  const what = `${experiment} in ${environment}`;
  const again = `run the workflow again with --field request=${String(issue?.number ?? "")}`;
  switch (judgement.code) {
    case "goes-on":
      return {
        reason: `${experiment} may run in ${environment}: every gate is open, and this run took the request for itself.${against(judgement.decided)}`,
      };
    case "announced":
      return {
        reason: `${experiment} needs approval before it runs in ${environment}, for what is announced in the request.${whatStands(judgement.decided)}`,
        mend: `Approve it there; once it may run, ${again}.`,
      };
    case "gates":
      return {
        reason: `${experiment} may not run in ${environment} now.${whatStands(judgement.decided)}`,
        mend: `Once every gate is open, ${again}.`,
      };
    case "trouble":
      return {
        reason: `Nothing can be decided about ${what} yet: the job's summary says why.`,
        mend: `Mend it, and ${again}.`,
      };
    case "unclear-word":
      return {
        reason: `A comment of ${plain(judgement.author, 100)} was edited, so what it said at first is not known: ${judgement.link}`,
        mend: `They say it again in a new comment; then ${again}.`,
      };
    case "ended":
      return { reason: plain(judgement.because, 1_000), mend: ASK_ANEW };
    case "no-request":
      return {
        reason: `${plain(judgement.request, 100) || "That"} is no request that this workflow opened.`,
        mend: ASK_ANEW,
      };
    case "not-this-run":
      return {
        reason: `This run can't go on with the request: ${describeFlaws(judgement.flaws)}.`,
        mend: ASK_ANEW,
      };
    case "comment-deleted":
      return {
        reason:
          "A comment of the request was deleted, so what was said there is not known any more.",
        mend: ASK_ANEW,
      };
    case "unusable":
      return {
        reason:
          judgement.state === "used"
            ? `Run ${String(judgement.by.run)} went on with this request, and a request is for one run.`
            : `A comment that this workflow wrote was edited, so what it said is not known: ${judgement.link}`,
        mend: ASK_ANEW,
      };
  }
}

/** What is in the way, in the words of its gates. */
function whatStands(decided: Decision | undefined): string {
  const verdicts = decided ? blocking(decided) : [];
  return verdicts
    .slice(0, MOST_GATES)
    .map((verdict) => ` ${plain(describeVerdict(verdict).summary, 300)}`)
    .join("");
}

function against(decided: Decision): string {
  const gates = overridesInUse(decided).map(({ gate }) => gate);
  return gates.length === 0
    ? ""
    : ` 🚨 People broke the glass, and this run overrides ${enumerate(gates, "and")}; who and why is in the request.`;
}
