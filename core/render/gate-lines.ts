import type { Verdict } from "../gate/registry.ts";
import type { VerdictStatus } from "../gate/verdict.ts";
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
 * Each gate with its symbol (✓ passes, … waits, ✗ fails, ? not known), what would mend it (→) and the pages it speaks
 * of (↗), for a terminal.
 *
 * @param more further lines of a gate
 */
export function gateLines(
  verdicts: readonly Verdict[],
  more: (verdict: Verdict) => string[] = () => [],
): string[] {
  const width = Math.max(...verdicts.map(({ gate }) => gate.length));
  return verdicts.flatMap((verdict) => {
    const { summary, mend, pages = [] } = describeVerdict(verdict);
    return [
      `${SYMBOLS[verdict.status]} ${verdict.gate.padEnd(width)}  ${summary}`,
      ...(mend === undefined ? [] : [`    → ${mend}`]),
      ...pages.map(({ address }) => `    ↗ ${plain(address, 300)}`),
      ...more(verdict),
    ];
  });
}
