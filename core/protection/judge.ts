import { hasGates, ruleFor } from "../policy/rule.ts";
import { isOver } from "../request/request.ts";
import type { ProtectionObservation, RunRequest } from "./observation.ts";

/** What a run is told that waits to be let into an environment. */
export type ProtectionAnswer =
  | { answer: "approved"; reason: Approval }
  | { answer: "rejected"; reason: Rejection }
  /** A request is to be opened for it. */
  | { answer: "ask"; experiment: string; environment: string }
  | { answer: "wait"; reason: Wait };

export type Approval =
  { code: "no-gates" } | { code: "approved"; issue: number };

export type Rejection =
  | { code: "unknown-environment"; known: string[] }
  /** Nothing else may enter: it would have the environment's secrets, and nobody looked at what it does. */
  | { code: "not-an-experiment"; workflow: string }
  | { code: "run-again"; attempt: number }
  | { code: "not-ours" }
  | { code: "not-what-was-approved"; issue: number; what: Difference[] }
  | { code: "over"; issue: number; phase: string; because: string };

export type Difference = "run" | "commit" | "environment" | "starter";

export type Wait =
  | { code: "asked"; issue: number }
  | { code: "halted"; issue: number }
  | { code: "policy-missing" }
  | { code: "policy-invalid" }
  | { code: "policy-unreachable"; reason: string };

/**
 * Whether a waiting run is let into its environment: only where the policy asks for nothing there, or it is the very
 * run of a request that every gate let pass. What is not known lets nobody in, and refuses nobody either.
 */
export function judgeProtection(
  observation: ProtectionObservation,
): ProtectionAnswer {
  const { policy, environment, run, asked, request, bearsId } = observation;
  if (policy.state === "missing") return wait({ code: "policy-missing" });
  if (policy.state === "invalid") return wait({ code: "policy-invalid" });
  if (policy.state === "unreachable")
    return wait({ code: "policy-unreachable", reason: policy.reason });
  const name = environment.toLowerCase();
  const found = ruleFor(policy.policy, name);
  if (!found.ok)
    return rejected({ code: "unknown-environment", known: found.known });
  if (!hasGates(found.rule))
    return { answer: "approved", reason: { code: "no-gates" } };
  if (asked?.environment !== name)
    return rejected({
      code: "not-an-experiment",
      workflow: found.rule.workflow,
    });
  // Whoever may start jobs again could run what was approved for once as often as they like.
  if (run.attempt > 1)
    return rejected({ code: "run-again", attempt: run.attempt });
  if (request) return ofRequest(request, observation);
  if (bearsId) return rejected({ code: "not-ours" });
  return { answer: "ask", ...asked };
}

function ofRequest(
  request: RunRequest,
  observation: ProtectionObservation,
): ProtectionAnswer {
  const { issue, phase, because = "" } = request;
  if (isOver(phase)) return rejected({ code: "over", issue, phase, because });
  if (!request.isItsRun) return wait({ code: "asked", issue });
  const what = differences(request, observation);
  const { halt } = observation;
  if (what.length === 0 && halt !== undefined)
    return wait({ code: "halted", issue: halt });
  return what.length === 0
    ? { answer: "approved", reason: { code: "approved", issue } }
    : rejected({ code: "not-what-was-approved", issue, what });
}

/** In what the run is not the one that was approved. */
function differences(
  { pin, holds }: RunRequest,
  { run, environment }: ProtectionObservation,
): Difference[] {
  const isHeld = holds?.run === run.id && holds.attempt === run.attempt;
  // The app starts its own; whose run waited for a request started it by hand.
  const isStarter = holds ? true : run.triggeredBy.endsWith("[bot]");
  const same: [Difference, boolean][] = [
    ["run", holds ? isHeld : true],
    ["starter", isStarter],
    ["commit", pin?.commit === run.commit],
    ["environment", pin?.environment === environment.toLowerCase()],
  ];
  return same.flatMap(([difference, holdsTrue]) =>
    holdsTrue ? [] : [difference],
  );
}

function wait(reason: Wait): ProtectionAnswer {
  return { answer: "wait", reason };
}

function rejected(reason: Rejection): ProtectionAnswer {
  return { answer: "rejected", reason };
}
