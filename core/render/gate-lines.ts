import type { Decision } from "../gate/decide.ts";
import { overriding } from "../gate/override.ts";
import type { Verdict } from "../gate/registry.ts";
import type { VerdictStatus } from "../gate/verdict.ts";
import { describeOverride } from "./override.ts";
import { plain } from "./plain.ts";
import { describeVerdict } from "./verdict.ts";

/** One character for each status, for a terminal. */
export const SYMBOLS: Record<VerdictStatus, string> = {
  pass: "✓",
  wait: "…",
  fail: "✗",
  unknown: "?",
};

/**
 * Each gate with its symbol (✓ passes, … waits, ✗ fails, ? not known), who overrides it (!), what would mend it (→) and
 * the pages it speaks of (↗), for a terminal.
 *
 * @param more further lines of a gate
 */
export function gateLines(
  decision: Pick<Decision, "verdicts" | "overrides">,
  more: (verdict: Verdict) => string[] = () => [],
): string[] {
  const { verdicts, overrides = [] } = decision;
  const width = Math.max(...verdicts.map(({ gate }) => gate.length));
  return verdicts.flatMap((verdict) => {
    const { summary, mend, pages = [] } = describeVerdict(verdict);
    return [
      `${SYMBOLS[verdict.status]} ${verdict.gate.padEnd(width)}  ${summary}`,
      ...overrides
        .filter(({ gate }) => gate === verdict.gate)
        .map((one) => `    ! ${describeOverride(one)}`),
      ...(mend === undefined || overriding(verdict, decision)
        ? []
        : [`    → ${mend}`]),
      ...pages.map(({ address }) => `    ↗ ${plain(address, 300)}`),
      ...more(verdict),
    ];
  });
}
