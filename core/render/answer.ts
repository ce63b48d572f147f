import { POLICY_PATH } from "../policy/path.ts";
import type { Answer, AnswerOutcome } from "../request/answer.ts";
import type { CommandProblem } from "../request/command.ts";
import { codeSpan, escapeText, link } from "./escape.ts";
import type { Links } from "./links.ts";
import { enumerate } from "./plain.ts";

export interface RenderedAnswer {
  reaction: "+1" | "-1" | "eyes" | "confused" | "rocket";
  /** Markdown; absent where the reaction says it all. */
  reply?: string;
}

const REACTIONS: Record<AnswerOutcome["code"], RenderedAnswer["reaction"]> = {
  approved: "+1",
  overridden: "+1",
  denied: "+1",
  withdrawn: "+1",
  cancelled: "+1",
  rechecked: "eyes",
  help: "eyes",
  halted: "+1",
  "halted-before": "+1",
  "not-allowed-to-halt": "-1",
  "request-opened": "rocket",
  "no-role": "-1",
  "not-in-role": "-1",
  "unknown-role": "confused",
  "no-override": "-1",
  "not-named": "-1",
  "not-overridable": "-1",
  "own-request": "-1",
  "own-override": "-1",
  edited: "-1",
  "before-pin": "-1",
  "already-started": "confused",
  "nothing-to-withdraw": "confused",
  "not-allowed-to-cancel": "-1",
  over: "confused",
  "policy-unusable": "confused",
  "run-refused": "-1",
  "not-understood": "confused",
};

const HELP = `These commands are understood, each on a line of its own, outside quotations and code, in a comment that is not edited afterwards:

| command | what it does |
| --- | --- |
| \`/chaos approve\` | approves what is pinned now, in any role that you hold |
| \`/chaos approve as <role>\` | approves in that role alone |
| \`/chaos override <gate>, <gate> because <reason>\` | breaks the glass: with enough others whom the policy names, these gates no longer block |
| \`/chaos withdraw\` | takes your approvals and overrides back |
| \`/chaos deny <reason>\` | ends the request; for those who would have to approve |
| \`/chaos cancel\` | ends the request, or stops its run; for the requester and everybody with a role |
| \`/chaos recheck\` | looks at everything again |
| \`/chaos run <experiment> in <environment>\` | opens a request, in any issue |
| \`/chaos halt <reason>\` | stops every experiment of the repository and lets none start, in any issue or pull request; for everybody who may write or has a role |
| \`/chaos help\` | shows this |`;

/** The hidden line by which an answer is found again. */
function answerMarker(commentId: number): string {
  return `<!-- chaos-governor:answer:${String(commentId)} -->`;
}

/** How a comment with a command is answered: a reaction, and words where they help. */
export function renderAnswer(answer: Answer, links: Links): RenderedAnswer {
  const { outcome, author, commentId } = answer;
  const reaction = REACTIONS[outcome.code];
  const words = wordsFor(outcome, links);
  if (words === undefined) return { reaction };
  const reply = `**${escapeText(author, 100)}**: ${words}\n\n${answerMarker(commentId)}`;
  return { reaction, reply };
}

function wordsFor(outcome: AnswerOutcome, links: Links): string | undefined {
  switch (outcome.code) {
    case "approved":
    case "overridden":
    case "denied":
    case "withdrawn":
    case "cancelled":
    case "rechecked":
      return undefined;
    case "help":
      return HELP;
    case "halted":
      return `all experiments are halted now, by ${link(`issue ${String(outcome.issue)}`, outcome.url)}. What was stopped is told there; closing it resumes.`;
    case "halted-before":
      return `all experiments are halted already, by ${link(`issue ${String(outcome.issue)}`, outcome.url)}.`;
    case "not-allowed-to-halt":
      return `only people who may write to this repository and people with a role may halt experiments. ${whoHolds(links)}`;
    case "request-opened":
      return `the request is ${link(`issue ${String(outcome.issue)}`, outcome.url)}; it goes on there.`;
    case "no-role":
      return outcome.wanted.length === 0
        ? "nobody's approval is asked for here."
        : `this takes one of the roles ${names(outcome.wanted)}, and you hold none of them. ${whoHolds(links)}`;
    case "not-in-role":
      return `you don't hold the role ${codeSpan(outcome.role, 64)}; ${held(outcome.holders)}. ${whoHolds(links)}`;
    case "unknown-role":
      return `the policy has no role ${codeSpan(outcome.role, 64)}.${meant(outcome.suggestion, "/chaos approve as ")}`;
    case "own-request":
      return "you asked for this, so your own approval does not count. Somebody else has to approve in your place.";
    case "no-override":
      return `the policy lets nobody override a gate here; it would say who may in \`override\`. ${policyPage(links)}`;
    case "not-named":
      return `only ${people(outcome.people)} may override gates here. ${policyPage(links)}`;
    case "not-overridable":
      return `${names(outcome.gates)} can't be overridden here; the policy lets ${names(outcome.allowed)} be. ${policyPage(links)}`;
    case "own-override":
      return "you asked for this, so your own override does not count. Others whom the policy names have to.";
    case "edited":
      return "this comment was edited, and an edited comment commands and approves nothing. Please write a new one.";
    case "before-pin":
      return "this was written before what is pinned now was announced, so it is said of something else or nothing. Please look at what is pinned and say it again.";
    case "already-started":
      return "the workflow was started already, so it is too late for that. `/chaos cancel` stops the run.";
    case "nothing-to-withdraw":
      return "there is no approval of yours to take back, and no override.";
    case "not-allowed-to-cancel":
      return `only the requester and people with a role may cancel. ${whoHolds(links)}`;
    case "over":
      return "this request is over, and nothing can be done with it any more. Ask anew: `/chaos run <experiment> in <environment>`, or the request form.";
    case "policy-unusable":
      return "the policy can't be used as it is, so nobody's roles are known. Once it is mended, please approve again.";
    case "run-refused":
      return `no request was opened: ${escapeText(outcome.reason, 500)}`;
    case "not-understood":
      return problemWords(outcome.problem);
  }
}

const PROBLEMS: Record<CommandProblem["code"], string> = {
  "unknown-command": "is no command",
  "missing-reason": "lacks a reason",
  "malformed-run": "does not name one experiment and one environment",
  "malformed-approve": "does not name a role",
  "malformed-override":
    "does not name gates, with `because` and a reason after them",
  "unknown-gate": "names a gate that there is not",
  "unexpected-words": "has more words than the command takes",
};

function problemWords({ code, line, suggestion }: CommandProblem): string {
  return `${codeSpan(line, 200)} ${PROBLEMS[code]}.${meant(suggestion)} \`/chaos help\` shows all commands.`;
}

function meant(suggestion: string | undefined, before = ""): string {
  return suggestion === undefined
    ? ""
    : ` Did you mean ${codeSpan(`${before}${suggestion}`, 200)}?`;
}

function names(roles: readonly string[]): string {
  return enumerate(
    roles.map((role) => codeSpan(role, 64)),
    "and",
    10,
  );
}

function held(holders: readonly string[]): string {
  return holders.length === 0
    ? "nobody holds it"
    : `it is held by ${people(holders)}`;
}

function people(logins: readonly string[]): string {
  return enumerate(
    logins.map((login) => escapeText(login, 100)),
    "and",
    20,
  );
}

function whoHolds(links: Links): string {
  return `Who holds which role stands in the ${policyLink(links)}.`;
}

function policyPage(links: Links): string {
  return `It stands in the ${policyLink(links)}.`;
}

function policyLink({ repository }: Links): string {
  return link("policy", `${repository}/blob/HEAD/${POLICY_PATH}`);
}
