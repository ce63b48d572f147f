import type { GateFacts, Halt } from "../facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "../verdict.ts";

const GATE = "halt";
type Gate = typeof GATE;

export type HaltVerdict =
  | VerdictOf<Gate, "pass", "not-halted", { halts: Halt[] }>
  | VerdictOf<Gate, "wait", "halted", { halts: Halt[] }>
  | NotKnown<Gate>;

/** Nobody has halted the repository's experiments. No policy asks for it, and none can do without it. */
export function halt({ halts }: Pick<GateFacts, "halts">): HaltVerdict {
  const { evidence } = halts;
  if (!halts.known) return notKnown(GATE, halts.reason, evidence);
  return halts.value.length > 0
    ? {
        gate: GATE,
        status: "wait",
        code: "halted",
        values: { halts: halts.value },
        evidence,
      }
    : {
        gate: GATE,
        status: "pass",
        code: "not-halted",
        values: { halts: [] },
        evidence,
      };
}
