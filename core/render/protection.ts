import type {
  Approval,
  Difference,
  ProtectionAnswer,
  Rejection,
  Wait,
} from "../protection/judge.ts";
import type { Effect } from "../request/effect.ts";
import { reviewMark } from "../request/review-mark.ts";
import { clip, codeSpan, escapeText, link } from "./escape.ts";
import { commitPage, type Links } from "./links.ts";
import { gateNames } from "./override.ts";
import { enumerate, plain } from "./plain.ts";

/** GitHub takes no longer words of a protection rule. */
const MOST_CHARACTERS = 1_024;

/** What a waiting run is told on its page; empty where there is nothing to say. */
export function renderProtection(
  answer: Exclude<ProtectionAnswer, { answer: "ask" }>,
  links: Links,
): string {
  return clip(wordsOf(answer, links), MOST_CHARACTERS);
}

function wordsOf(
  answer: Exclude<ProtectionAnswer, { answer: "ask" }>,
  links: Links,
): string {
  switch (answer.answer) {
    case "approved":
      return approvalWords(answer.reason, links);
    case "rejected":
      return rejectionWords(answer.reason, links);
    case "wait":
      return waitWords(answer.reason, links);
  }
}

function approvalWords(reason: Approval, links: Links): string {
  return reason.code === "no-gates"
    ? "The policy asks for nothing in this environment."
    : `Every gate of the policy passed: ${requestPage(links, reason.issue)}`;
}

function rejectionWords(reason: Rejection, links: Links): string {
  switch (reason.code) {
    case "unknown-environment":
      return `The policy has no such environment, so nothing may run there; it has ${enumerate(reason.known, "and") || "none"}. Add it to .github/chaos-governor.yml, or take this rule off the environment.`;
    case "not-an-experiment":
      return `Only runs of ${plain(reason.workflow, 100)} on the default branch, started for this very environment, may enter it. Deploy to an environment without this rule.`;
    case "run-again":
      return `This is attempt ${String(reason.attempt)}: an approval counts for the first attempt alone. Start a new run, or open a new request.`;
    case "not-ours":
      return "It bears an id as the app gives one, and the app did not start it. Start the workflow without the inputs that only the app sets.";
    case "not-what-was-approved":
      return `It is not what was approved in ${requestPage(links, reason.issue)}: ${enumerate(
        reason.what.map((one) => DIFFERENCES[one]),
        "and",
      )}.`;
    case "over":
      return `Its request is ${reason.phase}: ${plain(reason.because, 600)} ${requestPage(links, reason.issue)}`;
  }
}

const DIFFERENCES: Record<Difference, string> = {
  run: "that was another run",
  commit: "that was another commit",
  environment: "that was another environment",
  starter: "the app did not start it",
};

function waitWords(reason: Wait, links: Links): string {
  switch (reason.code) {
    case "asked":
      return `It waits for its request; approve, deny or cancel it there: ${requestPage(links, reason.issue)}`;
    case "halted":
      return `It waits until experiments are no longer halted: ${requestPage(links, reason.issue)}`;
    case "policy-missing":
      return "It waits for a policy: there is no .github/chaos-governor.yml on the default branch.";
    case "policy-invalid":
      return "It waits for a policy that can be read: .github/chaos-governor.yml has errors.";
    case "policy-unreachable":
      return "It waits until the policy can be read.";
  }
}

/** Says in the request, and for good, which run goes on now: the gate in its workflow looks there. */
export function renderReview(
  effect: Extract<Effect, { kind: "review-deployment" }>,
  links: Links,
): string {
  const { run, pin, overridden = [] } = effect;
  const against =
    overridden.length === 0
      ? ""
      : ` 🚨 It overrides ${gateNames(overridden.map(({ gate }) => gate))}.`;
  const { id, attempt } = run;
  return [
    `**${link(`Run ${String(id)}`, run.url)} goes on now**, in its first attempt, in ${codeSpan(pin.environment, 64)}, at ${link(pin.commit.slice(0, 7), commitPage(links, pin.commit))}.${against}`,
    "",
    reviewMark({ ...pin, run: id, attempt }, overridden),
  ].join("\n");
}

/** Says in the request, and for good, which run was started for it: the gate in its workflow looks there. */
export function renderStarted(
  { run, pin }: Extract<Effect, { kind: "confirm-run" }>,
  links: Links,
): string {
  const { id, attempt } = run;
  return [
    `▶️ **${link(`Run ${String(id)}`, run.url)} was started**, in ${codeSpan(pin.environment, 64)}, at ${link(pin.commit.slice(0, 7), commitPage(links, pin.commit))}. No other run goes on for this request.`,
    "",
    reviewMark({ ...pin, run: id, attempt }),
  ].join("\n");
}

/** A run that went into a governed environment without our word. */
export interface BypassedRun {
  run: { id: number; url: string; commit: string; triggeredBy: string };
  environment: string;
  title: string;
  /** Whom the run's reviews name; none where GitHub names nobody. */
  by: { person: string; comment: string }[];
  seenAt: Date;
  /** The request that it did not wait for. */
  request?: number;
}

/** The issue that tells of a bypass. */
export function renderBypass(
  { run, environment, title, by, seenAt, request }: BypassedRun,
  links: Links,
): { title: string; body: string; labels: string[] } {
  const who =
    by.length === 0
      ? "GitHub does not say who."
      : by
          .map(({ person, comment }) => {
            const words =
              comment === "" ? "" : `, saying “${escapeText(comment, 300)}”`;
            return `**${escapeText(person, 100)}**${words}`;
          })
          .join("; ");
  return {
    title: `Protection rule bypassed: ${plain(environment, 64)}, run ${String(run.id)}`,
    labels: [BYPASS_LABEL],
    body: [
      `${link(`Run ${String(run.id)}`, run.url)} went into ${codeSpan(environment, 64)} although the protection rule had not let it.`,
      "",
      `- What: ${escapeText(title, 200)}, at ${link(run.commit.slice(0, 7), commitPage(links, run.commit))}, started by **${escapeText(run.triggeredBy, 100)}**`,
      `- Let in by: ${who}`,
      `- Seen: ${seenAt.toISOString()}`,
      ...(request === undefined
        ? []
        : [`- Request: #${String(request)}, which was not decided`]),
      "",
      "The gate step in the workflow refuses such a run all the same, where the workflow has it. Look at what the run did, and switch off “Allow administrators to bypass configured protection rules” in the environment's settings.",
    ].join("\n"),
  };
}

/** Marks issues that tell of a bypass. */
export const BYPASS_LABEL = "chaos-bypass";

function requestPage({ repository }: Links, issue: number): string {
  return `${repository}/issues/${String(issue)}`;
}
