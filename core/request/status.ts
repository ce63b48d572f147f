import type { Watched } from "../incident/recovery.ts";
import type { Decision } from "../gate/decide.ts";
import type { GateName } from "../gate/verdict.ts";
import type { OverrideSettings } from "../policy/gates/override.ts";
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
  /** Of the organisation's file, from which the policy inherits. */
  organisationCommit?: string;
  /** The latest comment in which somebody asked to look again: they are shown what is measured now. */
  askedAgain?: number;
  /** Who may override gates that stand in the way; absent where nobody may, or none does. */
  breakGlass?: { gates: GateName[] } & Pick<
    OverrideSettings,
    "people" | "need"
  >;
  /** The gates against which it was started. */
  overridden?: GateName[];
  run?: RequestRun;
  /** That it was started on the default branch, because no tag can be made. */
  untagged?: true;
  /** That the run is or was stopped before its end, and why: a sentence. */
  stopped?: { because: string; at: Date };
  judgement?: RunJudgement;
  /** What has to hold after the run that has ended and is not judged yet. */
  watched?: readonly Watched[];
  /** Why a request ended without a run: a sentence. */
  because?: string;
}

/** What keeps a request waiting that can go on once it is mended, or learned. */
export type Trouble =
  | {
      code: "policy-invalid";
      commit: string;
      diagnostics: Diagnostic[];
      /** Whether they stand in the organisation's file, which has that commit. */
      inOrganisation?: true;
    }
  | { code: "policy-missing" }
  | { code: "ask-unreadable"; problem: string }
  | { code: "experiment-unusable"; reason: string }
  | { code: "unreachable"; what: string; reason: string };
