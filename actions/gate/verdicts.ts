import type { Decision } from "../../core/gate/decide.ts";
import { overriding } from "../../core/gate/override.ts";
import { plain } from "../../core/render/plain.ts";
import { describeVerdict } from "../../core/render/verdict.ts";

/** An output is for programs: what stands in a file or an answer is short there. */
const MOST_OF_A_SUMMARY = 500;

/** What each gate says, as JSON for the output `verdicts`: a list with one entry a gate, in the gates' order. */
export function verdictsOutput(
  decided: Pick<Decision, "verdicts" | "overrides">,
): string {
  return JSON.stringify(
    decided.verdicts.map((verdict) => ({
      gate: verdict.gate,
      status: verdict.status,
      code: verdict.code,
      summary: plain(describeVerdict(verdict).summary, MOST_OF_A_SUMMARY),
      overridden: overriding(verdict, decided) && true,
      opensAt: verdict.opensAt,
    })),
  );
}
