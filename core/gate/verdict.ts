import { OVERRIDABLE } from "../policy/gates/override.ts";
import type { Evidence } from "./fact.ts";

/** A gate's name is its key in the policy; `halt` and `experiment_valid` have none, because they are always on. */
export const GATE_NAMES = ["halt", "experiment_valid", ...OVERRIDABLE] as const;

export type GateName = (typeof GATE_NAMES)[number];

/**
 * - `pass`: it holds.
 * - `wait`: nothing is wrong; it opens by itself, with people's or the clock's doing (`opensAt`).
 * - `fail`: something is wrong and has to be mended first.
 * - `unknown`: it could not be learned. Never passes.
 */
export type VerdictStatus = "pass" | "wait" | "fail" | "unknown";

/**
 * What one gate says, as data: `code` names the case and `values` carries what a sentence about it needs.
 * Words are made in core/render alone.
 */
export interface VerdictOf<
  Gate extends GateName,
  Status extends VerdictStatus,
  Code extends string,
  Values,
> {
  gate: Gate;
  status: Status;
  code: Code;
  values: Values;
  /** Only with `wait`, and only where the clock opens it: the exact moment. */
  opensAt?: Date;
  /** Of every fact that was used. */
  evidence: Evidence[];
}

/** A gate that the clock opens. */
export type ClockWait<
  Gate extends GateName,
  Code extends string,
  Values,
> = VerdictOf<Gate, "wait", Code, Values> & { opensAt: Date };

/** A fact that the gate needs could not be learned. */
export type NotKnown<Gate extends GateName> = VerdictOf<
  Gate,
  "unknown",
  "not-known",
  { reason: string }
>;

export function notKnown<Gate extends GateName>(
  gate: Gate,
  reason: string,
  evidence: Evidence[],
): NotKnown<Gate> {
  return {
    gate,
    status: "unknown",
    code: "not-known",
    values: { reason },
    evidence,
  };
}
