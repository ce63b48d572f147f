import { known, unknown } from "../../core/gate/fact.ts";
import type { Halt } from "../../core/gate/facts.ts";
import { halt, type HaltVerdict } from "../../core/gate/halt/halt.ts";
import {
  windows,
  type WindowsVerdict,
} from "../../core/gate/windows/windows.ts";
import { hasGates, ruleFor } from "../../core/policy/rule.ts";
import type { EnvironmentRule, Policy } from "../../core/policy/schema.ts";
import { withoutCalendars } from "../../core/policy/gates/windows.ts";
import type { ExperimentObservation } from "../../core/request/observation.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import type { PolicyFile } from "../../providers/github/policy-file.ts";
import type { WorkflowRun } from "../../providers/github/repository.ts";
import type { OverriddenGate } from "../../core/request/override-mark.ts";
import {
  dispatchFlaws,
  reviewFlaws,
  type RunFlaw,
  workflowFlaws,
} from "./claim.ts";
import type { GateInputs } from "./inputs.ts";
import type { Review } from "./request.ts";

export type ExperimentInCheckout = Exclude<
  ExperimentObservation,
  { state: "unreachable" }
>;

/** Everything that the gate decides on. */
export interface GateObservation {
  inputs: GateInputs;
  defaultBranch: string;
  /** The commit that is checked out. */
  commit: string;
  run: WorkflowRun;
  /** Whether the run's commit is on the default branch. */
  reviewed: boolean;
  /** What the app said, in the request, that this very run overrides. */
  overridden: OverriddenGate[];
  /** Where the run waited for its environment and the app let it go on: as what. */
  review?: Review;
  /** What halts all experiments. */
  halts: Halt[];
  policy:
    | Exclude<PolicyFile, { state: "valid" }>
    | (Extract<PolicyFile, { state: "valid" }> & {
        experiment: ExperimentInCheckout;
      });
  now: Date;
}

/** What the job does next: go on, wait for people or the clock, or mend something. */
export type Judgement =
  | {
      decision: "allow";
      /** `approved`: the app dispatched this very run, or let it go on; `no-gates`: the policy asks for nothing here. */
      code: "approved" | "no-gates";
      /** The gates against which it runs. */
      overridden: OverriddenGate[];
      experimentPath: string;
      journalPath: string;
    }
  /** Nothing runs, in no environment, whoever started it. */
  | { decision: "hold"; code: "halted"; verdict: HaltVerdict }
  /** A person started the run, so a request is to be opened. */
  | { decision: "hold"; code: "needs-approval" }
  /** The app did not say that this is the one run of its request. */
  | { decision: "hold"; code: "unconfirmed" }
  | { decision: "hold"; code: "closed-window"; verdict: WindowsVerdict }
  | Refusal;

type Refusal = { decision: "refuse" } & (
  | { code: "policy-missing"; branch: string }
  | {
      code: "policy-invalid";
      diagnostics: Diagnostic[];
      /** Whether they stand in the organisation's file. */
      inOrganisation: boolean;
    }
  | {
      code: "unknown-environment";
      environment: string;
      known: string[];
      suggestion?: string;
    }
  | { code: "skip-validation"; environment: string }
  | { code: "experiment-unusable"; reason: string }
  | { code: "experiment-invalid"; path: string; diagnostics: Diagnostic[] }
  | { code: "not-the-dispatch"; flaws: RunFlaw[] }
  /** Started in a way from which no request can follow: by a schedule, from a branch, in another workflow. */
  | { code: "cannot-ask"; environment: string; flaws: RunFlaw[] }
);

/** What the policy says of this environment, and the experiment in question. */
interface Case {
  policy: Policy;
  rule: EnvironmentRule;
  gated: boolean;
  path: string;
  digest: string;
}

/** Decides whether the job may go on. What the app has decided is not decided again, but this run is held against it. */
export function judge(observation: GateObservation): Judgement {
  const halted = halt({ halts: known(observation.halts) });
  if (halted.status !== "pass")
    return { decision: "hold", code: "halted", verdict: halted };
  const found = caseOf(observation);
  if ("decision" in found) return found;
  const { policy, rule, gated, path, digest } = found;
  const { inputs, run, defaultBranch, commit, now } = observation;
  const { claim, app, environment, experiment } = inputs;
  const { review } = observation;
  const checked = { run, defaultBranch, workflow: rule.workflow };

  if (claim) {
    const flaws = dispatchFlaws(
      checked,
      claim,
      app,
      { commit, digest },
      observation.reviewed,
    );
    if (flaws.length > 0) {
      return { decision: "refuse", code: "not-the-dispatch", flaws };
    }
  } else if (gated && review) {
    const checkout = { commit, digest };
    const { reviewed } = review;
    const flaws = reviewFlaws(checked, reviewed, environment, checkout);
    if (flaws.length > 0)
      return { decision: "refuse", code: "not-the-dispatch", flaws };
  } else if (gated) {
    const flaws = workflowFlaws(checked);
    return flaws.length > 0
      ? { decision: "refuse", code: "cannot-ask", environment, flaws }
      : { decision: "hold", code: "needs-approval" };
  }

  const overridden = claim
    ? observation.overridden
    : (review?.overridden ?? []);
  const verdict =
    rule.gates.windows &&
    windows(
      withoutCalendars(rule.gates.windows),
      policy.timezone,
      {
        ask: known({ experiment, environment }),
        calendars: unknown("the app looked at them before it dispatched"),
      },
      now,
    );
  const open = verdict?.status === "pass" || isOverridden(overridden, now);
  if (verdict && !open) {
    return { decision: "hold", code: "closed-window", verdict };
  }
  const { journals } = policy.experiments;
  return {
    decision: "allow",
    code: gated ? "approved" : "no-gates",
    overridden,
    experimentPath: path,
    journalPath: journals.replaceAll("{experiment}", () => experiment),
  };
}

/** Whether the app started this run against the windows, and the override still lasts. */
function isOverridden(overridden: OverriddenGate[], now: Date): boolean {
  return overridden.some(
    ({ gate, until }) => gate === "windows" && now < until,
  );
}

function caseOf({
  inputs,
  policy: read,
  defaultBranch: branch,
}: GateObservation): Case | Refusal {
  if (read.state === "missing") {
    return { decision: "refuse", code: "policy-missing", branch };
  }
  if (read.state === "invalid") {
    const { diagnostics, inOrganisation = false } = read;
    return {
      decision: "refuse",
      code: "policy-invalid",
      diagnostics,
      inOrganisation,
    };
  }
  const { policy, experiment } = read;
  const { environment, skipValidation } = inputs;
  const covered = ruleFor(policy, environment);
  if (!covered.ok) {
    const { ok: _, ...rest } = covered;
    return {
      decision: "refuse",
      code: "unknown-environment",
      environment,
      ...rest,
    };
  }
  const { rule } = covered;
  const gated = hasGates(rule);
  if (gated && skipValidation) {
    return { decision: "refuse", code: "skip-validation", environment };
  }
  if (experiment.state === "unusable") {
    const { reason } = experiment;
    return { decision: "refuse", code: "experiment-unusable", reason };
  }
  const { path, digest, diagnostics } = experiment;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 && !skipValidation) {
    return {
      decision: "refuse",
      code: "experiment-invalid",
      path,
      diagnostics: errors,
    };
  }
  return { policy, rule, gated, path, digest };
}
