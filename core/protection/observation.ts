import type { PolicyObservation } from "../request/observation.ts";
import type { Phase, Pin } from "../request/request.ts";

/** A run that waits to be let into an environment, and what is known of it. */
export interface ProtectionObservation {
  /** As GitHub calls it; it does not tell names apart that differ in case. */
  environment: string;
  run: { id: number; attempt: number; commit: string; triggeredBy: string };
  policy: PolicyObservation;
  /** What it runs, where it is a run of the policy's workflow that can be trusted to say so. */
  asked?: { experiment: string; environment: string };
  /** Whether it bears an id as only this app gives one. */
  bearsId: boolean;
  /** The issue that halts all experiments, where one does. */
  halt?: number;
  /** The request that it belongs to, where there is one. */
  request?: RunRequest;
}

/** A request, as it matters to a run that waits. */
export interface RunRequest {
  issue: number;
  phase: Phase;
  because?: string;
  /** The pin in force. */
  pin?: Pin;
  /** Whether this very run is the one that was started for it, or that it lets go on. */
  isItsRun: boolean;
  /** The waiting run that it was opened for; absent where it starts one of its own. */
  holds?: { run: number; attempt: number };
}
