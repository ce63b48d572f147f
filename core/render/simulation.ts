import type { DecisionRecord } from "../gate/recorded/record.ts";
import type { GateChange, Simulation } from "../gate/recorded/simulate.ts";
import { SYMBOLS } from "./gate-lines.ts";
import { plain } from "./plain.ts";
import { decisionTitle, whatWasDecided } from "./replay.ts";
import { describeVerdict } from "./verdict.ts";

/** A recorded decision, and what it would have been by another policy. */
export interface SimulatedRecord {
  record: DecisionRecord;
  simulation: Simulation;
}

/** Shows at a terminal which decisions another policy would have made otherwise, and why. */
export function renderSimulations(
  simulated: readonly SimulatedRecord[],
): string {
  const others = simulated.filter(
    ({ simulation }) => simulation.outcome !== "same",
  );
  const all =
    simulated.length === 1
      ? "1 decision"
      : `${String(simulated.length)} decisions`;
  return [
    ...others.flatMap((one) => [...simulationLines(one), ""]),
    others.length === 0
      ? `${all} simulated: by this policy none would differ.`
      : `${all} simulated: by this policy ${String(others.length)} would differ.`,
    "",
  ].join("\n");
}

/** The same as data, with those that would not differ too. */
export function simulationsAsJson(
  simulated: readonly SimulatedRecord[],
): string {
  const decisions = simulated.map(({ record, simulation }) => ({
    ...whatWasDecided(record),
    outcome: simulation.outcome,
    ...(simulation.outcome === "impossible"
      ? { problem: simulation.problem }
      : {
          becomes: simulation.after.decision,
          governed: simulation.after.governed,
          gates: simulation.changes.map((change) => ({
            gate: change.gate,
            ...statuses(change),
            why: whyItChanges(change),
          })),
        }),
  }));
  return `${JSON.stringify({ decisions }, null, 2)}\n`;
}

export const NOT_GOVERNED =
  "This policy has no rule for the environment, and so refuses.";

/** Why a gate stands otherwise, in one sentence. */
export function whyItChanges({ after, override }: GateChange): string {
  if (!after) return "It is not asked any more.";
  const { summary } = describeVerdict(after);
  if (override === undefined) return summary;
  return override === "lost"
    ? `What people said to override it would not count. ${summary}`
    : `People override it. ${summary}`;
}

function statuses({ before, after }: GateChange) {
  return {
    before: before?.status ?? "not asked",
    after: after?.status ?? "not asked",
  };
}

function simulationLines({ record, simulation }: SimulatedRecord): string[] {
  const title = decisionTitle(record);
  if (simulation.outcome === "impossible")
    return [title, `CAN'T BE TOLD: ${plain(simulation.problem, 300)}`];
  const { before, after, changes } = simulation;
  return [
    title,
    before.decision === after.decision
      ? `still ${after.decision.toUpperCase()}, with other gates`
      : `${before.decision.toUpperCase()} → ${after.decision.toUpperCase()}`,
    ...(after.governed ? [] : [`  ${NOT_GOVERNED}`]),
    ...changes.map(changeLine),
  ];
}

function changeLine(change: GateChange): string {
  const { gate, before, after } = change;
  const was = before ? SYMBOLS[before.status] : "–";
  const is = after ? SYMBOLS[after.status] : "–";
  return `  ${was} → ${is} ${gate}: ${whyItChanges(change)}`;
}
