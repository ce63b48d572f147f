import type { DecisionRecord } from "../gate/recorded/record.ts";
import type { Difference, Replay } from "../gate/recorded/replay.ts";
import { gateLines } from "./gate-lines.ts";
import { plain } from "./plain.ts";
import { describeVerdict } from "./verdict.ts";

/** A recorded decision, and what came out when it was made again. */
export interface ReplayedRecord {
  record: DecisionRecord;
  replay: Replay;
}

/** Shows recorded decisions at a terminal, each with its verdicts as they were and whether it comes out the same. */
export function renderReplays(replayed: readonly ReplayedRecord[]): string {
  const same = replayed.filter(({ replay }) => replay.outcome === "same");
  return [
    ...replayed.flatMap((one) => [...replayLines(one), ""]),
    same.length === replayed.length
      ? `${counted(replayed.length)} replayed: all come out the same, bit for bit.`
      : `${counted(replayed.length)} replayed: ${String(same.length)} come out the same, ${String(replayed.length - same.length)} do not.`,
    "",
  ].join("\n");
}

/** The same as data. */
export function replaysAsJson(replayed: readonly ReplayedRecord[]): string {
  const decisions = replayed.map(({ record, replay }) => ({
    ...whatWasDecided(record),
    verdicts: record.decision.verdicts.map((verdict) => ({
      gate: verdict.gate,
      status: verdict.status,
      code: verdict.code,
      summary: describeVerdict(verdict).summary,
      opensAt: verdict.opensAt,
    })),
    outcome: replay.outcome,
    ...(replay.outcome === "different" && { differences: replay.differences }),
    ...(replay.outcome === "impossible" && { problem: replay.problem }),
  }));
  return `${JSON.stringify({ decisions }, null, 2)}\n`;
}

/** What names a recorded decision. */
export function whatWasDecided(record: DecisionRecord) {
  return {
    request: record.request,
    at: record.at.toISOString(),
    experiment: record.facts.ask.known
      ? record.facts.ask.value.experiment
      : undefined,
    environment: record.environment,
    policyCommit: record.commit,
    decision: record.decision.decision,
  };
}

/** `odavl/shop#12 2026-11-24T12:00:00.000Z: database-pod-failure in production`, on one line. */
export function decisionTitle(record: DecisionRecord): string {
  const { request, at, experiment, environment } = whatWasDecided(record);
  const what = experiment === undefined ? "" : `${plain(experiment, 200)} in `;
  return `${plain(request, 200)} ${at}: ${what}${plain(environment, 64)}`;
}

function replayLines({ record, replay }: ReplayedRecord): string[] {
  const { decision, commit } = record;
  return [
    decisionTitle(record),
    `${decision.decision.toUpperCase()}, by the policy at ${plain(commit.slice(0, 12), 12)}; ${outcome(replay)}`,
    ...gateLines(decision),
    ...(replay.outcome === "different"
      ? replay.differences.map(differenceLine)
      : []),
  ];
}

function outcome(replay: Replay): string {
  switch (replay.outcome) {
    case "same":
      return "replayed: the same, bit for bit";
    case "different":
      return `replayed: NOT THE SAME, it comes out as ${replay.replayed.decision.toUpperCase()}`;
    case "impossible":
      return `NOT REPLAYED: ${plain(replay.problem, 300)}`;
  }
}

function differenceLine({ path, recorded, replayed }: Difference): string {
  return `  ≠ ${plain(path, 200)}: recorded ${side(recorded)}, replayed ${side(replayed)}`;
}

function side(value: Difference["recorded"]): string {
  return value === undefined ? "nothing" : plain(JSON.stringify(value), 160);
}

function counted(number: number): string {
  return number === 1 ? "1 decision" : `${String(number)} decisions`;
}
