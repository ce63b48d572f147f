import type { Verdict } from "./registry.ts";

/**
 * All verdicts together.
 *
 * - `allow`: every gate passes.
 * - `refuse`: at least one gate fails; something has to be mended.
 * - `hold`: nothing fails, but something waits or is unknown.
 */
export interface Decision {
  decision: "allow" | "hold" | "refuse";
  verdicts: Verdict[];
  /** The moment at which every waiting gate is open, where each of them is opened by the clock and nothing else stands in the way. */
  opensAt?: Date;
}
