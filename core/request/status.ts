import type { Decision } from "../gate/decide.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Ask, Phase, Pin, RequestRun, RunJudgement } from "./request.ts";

/** Everything that the status comment shows, as data. */
export interface StatusView {
  phase: Phase;
  requester: string;
  ask?: Ask;
  pin?: Omit<Pin, "announcedBy">;
  /** Why no decision could be made at all; shown instead of gates. */
  trouble?: Trouble;
  decision?: Decision;
  policyCommit?: string;
  run?: RequestRun;
  judgement?: RunJudgement;
  /** Why a request ended without a run. */
  because?: string;
}

export type Trouble =
  | { code: "policy-invalid"; commit: string; diagnostics: Diagnostic[] }
  | { code: "policy-missing" }
  | { code: "ask-unreadable"; problem: string }
  | {
      code: "unknown-environment";
      environment: string;
      known: string[];
      suggestion?: string;
    }
  | { code: "experiment-unusable"; reason: string }
  | { code: "requester-may-not"; requester: string }
  | { code: "skip-validation-refused"; environment: string }
  | { code: "unreachable"; what: string; reason: string };
