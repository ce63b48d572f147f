import type { Decision } from "../gate/decide.ts";
import type { GateOverride } from "../gate/override.ts";
import type { DecisionRecord } from "../gate/recorded/record.ts";
import type { Ask, Phase, Pin, RunJudgement, RequestRun } from "./request.ts";
import type { Answer } from "./answer.ts";
import type { StatusView } from "./status.ts";
import type { StopReason } from "./watch.ts";

/** What differs between a pin and the one that takes its place. */
export type PinChange = "path" | "digest" | "environment" | "commit";

/** What should be done in the world, as data; app/reconciler/apply.ts is the one switch over it. */
export type Effect =
  /** Announce a pin in a comment of its own where it replaces one (approvals are void, and why), then remember it. */
  | {
      kind: "pin";
      pin: Omit<Pin, "announcedBy">;
      replaces?: { pin: Pin; changed: PinChange[] };
    }
  /** Make the one status comment say this; nothing is written where it says so already. */
  | { kind: "status"; view: StatusView }
  | { kind: "answer"; answer: Answer }
  /** Mention those whose approval is missing in a comment of its own, which tells whom it called for which pin. */
  | { kind: "call"; people: string[]; ask: Ask; pin: Pin }
  /** Keep the decision with everything that it was made from; left out where it says what the one before says. */
  | { kind: "record-decision"; record: DecisionRecord }
  /** Write the intent, start the workflow, write down the run. Where an intent stands already, look for its run first. */
  | {
      kind: "dispatch";
      ask: Ask;
      pin: Pin;
      workflow: string;
      /** What allowed it, with all evidence: for the audit trail. */
      decision: Decision;
      /** The gates that would stand in the way if people did not override them; absent where there are none. */
      overridden?: GateOverride[];
    }
  /** Write the intent, and let the run go on that waits for this request: instead of starting one. */
  | {
      kind: "review-deployment";
      ask: Ask;
      pin: Pin;
      run: RequestRun;
      /** As of a dispatch. */
      decision: Decision;
      overridden?: GateOverride[];
    }
  /** Tell everybody with a role, once and wherever they are reached, that people override gates from now on. */
  | {
      kind: "announce-override";
      overrides: GateOverride[];
      ask: Ask;
      pin: Pin;
      /** Logins, and teams as `org/team`, besides those who override. */
      audience: string[];
    }
  /** A run was found for a dispatch that had none recorded. */
  | { kind: "record-run"; run: RequestRun }
  /** Say in the request, once and for good, that this run alone is the one that goes on: its gate step waits for that. */
  | { kind: "confirm-run"; run: RequestRun; pin: Pin }
  /** Stop the run so that its rollbacks play; where it was told to before and still runs, once more. */
  | { kind: "cancel-run"; run: RequestRun; because?: StopReason }
  /** The run is over: nothing is to be started on its tag any more. */
  | { kind: "remove-tag"; tag: string }
  /** Nothing that the policy watches has to stop the run. */
  | { kind: "watched" }
  /** Remember the phase and tell the audit trail. */
  | { kind: "enter"; phase: Phase; because: string }
  | { kind: "judge"; run: RequestRun; judgement: RunJudgement }
  /** Close the issue: completed where the run held, not_planned otherwise. */
  | { kind: "close"; outcome: "completed" | "not_planned" };

/** What a look comes to. */
export interface Plan {
  effects: Effect[];
  /** When to look again although nobody says anything; absent: only when something happens. */
  lookAgainAt?: Date;
}
