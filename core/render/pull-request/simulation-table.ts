import type { Simulation } from "../../gate/recorded/simulate.ts";
import { codeSpan, escapeText } from "../escape.ts";
import { plain } from "../plain.ts";
import { whatWasDecided } from "../replay.ts";
import {
  NOT_GOVERNED,
  whyItChanges,
  type SimulatedRecord,
} from "../simulation.ts";
import { counted } from "./counted.ts";
import { table } from "./table.ts";

/** What the policy of a pull request would have decided on requests of the last 30 days. */
export interface PolicySimulation {
  simulated: SimulatedRecord[];
  /** How many recorded decisions can't be read. */
  unreadable: number;
}

/** Together with the tables of files it fits into a summary. */
const MOST_CHARACTERS = 9_000;
/** Of one decision. */
const MOST_GATES = 3;

/** Which decisions would differ by the changed policy, and why; as much as fits. */
export function simulationSection({
  simulated,
  unreadable,
}: PolicySimulation): string {
  const others = simulated
    .filter(({ simulation }) => simulation.outcome !== "same")
    .toSorted((one, other) => Number(isMinor(one)) - Number(isMinor(other)));
  const sections = [
    "#### What this policy would have decided",
    `${inAll(simulated.length, others.length)} The same facts were taken, at the same moment; what nobody looked up at that time is not known, and never passes.`,
    ...(others.length === 0
      ? []
      : [table(COLUMNS, others.map(rowOf), MOST_CHARACTERS, DECISIONS)]),
    ...counted(unreadable, "recorded decision").map(
      (some) => `⚠️ ${some} could not be read.`,
    ),
  ];
  return sections.join("\n\n");
}

const COLUMNS = [
  "Request",
  "Experiment",
  "By the policy of now",
  "By this one",
  "Why",
];
const DECISIONS = { things: "decisions that would differ" };

function inAll(all: number, others: number): string {
  if (all === 0)
    return "No decision on a request of the last 30 days is recorded, so none would differ.";
  const which = `Of the latest decisions on ${counted(all, "request").join("")} of the last 30 days, `;
  return others === 0
    ? `${which}none would differ.`
    : `${which}**${String(others)} would differ**.`;
}

/** Whether other gates stand in the way, and the decision is the same word. */
function isMinor({ simulation }: SimulatedRecord): boolean {
  return (
    simulation.outcome !== "impossible" &&
    simulation.before.decision === simulation.after.decision
  );
}

function rowOf({ record, simulation }: SimulatedRecord): string[] {
  const { request, experiment, environment } = whatWasDecided(record);
  const place = codeSpan(environment, 64);
  const decisions =
    simulation.outcome === "impossible"
      ? ["can't be told", "can't be told"]
      : [simulation.before.decision, simulation.after.decision];
  return [
    /#\d{1,15}$/.exec(request)?.[0] ?? codeSpan(request, 60),
    experiment === undefined
      ? place
      : `${codeSpan(experiment, 100)} in ${place}`,
    ...decisions,
    why(simulation),
  ];
}

function why(simulation: Simulation): string {
  if (simulation.outcome === "impossible")
    return escapeText(plain(simulation.problem, 200), 200);
  const { after, changes } = simulation;
  const shown = changes
    .slice(0, MOST_GATES)
    .map(
      (change) =>
        `${codeSpan(change.gate, 40)}: ${escapeText(whyItChanges(change), 200)}`,
    );
  const rest = counted(changes.length - shown.length, "more gate");
  return [...(after.governed ? [] : [NOT_GOVERNED]), ...shown, ...rest].join(
    "<br>",
  );
}
