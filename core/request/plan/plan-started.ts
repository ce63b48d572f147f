import { dueAt } from "../../incident/recovery.ts";
import { ruleFor } from "../../policy/rule.ts";
import { endsRequest, unanswered } from "../authority.ts";
import type { Effect, Plan } from "../effect.ts";
import { planAnswers } from "./plan-answers.ts";
import { planFinish, planStray } from "./plan-over.ts";
import { planStatus, startedAgainst } from "./plan-status.ts";
import type { RunObservation } from "../observation.ts";
import type { RequestRun } from "../request.ts";
import type { Situation } from "../situation.ts";
import type { StatusView, Trouble } from "../status.ts";
import { watch, type WatchOutcome } from "../watch.ts";

const SECOND = 1_000;

/** How long until the next look, in milliseconds. */
const SOON = 10 * SECOND;
const JOURNAL = 30 * SECOND;
const MINUTE = 60 * SECOND;

/** How long a run that was asked for may stay out of sight before it is asked for again, in milliseconds. */
const GRACE = 2 * MINUTE;

/** Whether the workflow was asked for, and there is nothing to do but to wait until its run can be seen. */
export function awaitsRun({ observation, now }: Situation): boolean {
  const { dispatch } = observation.record;
  if (!dispatch || dispatch.attempts === 0) return false;
  const asked = dispatch.attemptedAt ?? dispatch.intendedAt;
  return now.getTime() < asked.getTime() + GRACE;
}

/** The workflow was asked for and its run is not to be seen yet. */
export function planAwait(situation: Situation): Plan {
  return {
    effects: [
      ...planAnswers(situation, "dispatching"),
      planStatus(situation, "dispatching"),
    ],
    lookAgainAt: after(situation, SOON),
  };
}

/** The run can't be looked at: whatever it does, nothing else may be started. */
export function planOutOfSight(situation: Situation, reason: string): Plan {
  const trouble: Trouble = {
    code: "unreachable",
    what: "the workflow run",
    reason,
  };
  return {
    effects: [
      ...planAnswers(situation, "dispatching"),
      planStatus(situation, situation.observation.record.phase, { trouble }),
    ],
    lookAgainAt: after(situation, MINUTE),
  };
}

/** The run is there: follow it to its end. */
export function planRunning(
  situation: Situation,
  { run, strayed }: Extract<RunObservation, { state: "found" }>,
): Plan {
  const { phase, pins, holds } = situation.observation.record;
  if (strayed !== undefined) return planStray(situation, run, strayed);
  const pin = pins.at(-1);
  if (phase !== "running")
    return {
      effects: [
        { kind: "record-run", run },
        // A run that waited for the request was told when it was let go on.
        ...(pin && !holds ? [{ kind: "confirm-run", run, pin } as const] : []),
        {
          kind: "enter",
          phase: "running",
          because: `The workflow run ${String(run.id)} was found.`,
        },
        planStatus(situation, "running", { run }),
      ],
    };

  const observed = situation.observation.run;
  if (run.status === "completed") {
    const judgement =
      observed.state === "found" ? observed.judgement : undefined;
    if (judgement) return planFinish(situation, run, judgement);
    const effect = planStatus(situation, "running", {
      run,
      ...watched(situation, run),
    });
    return { effects: [effect], lookAgainAt: after(situation, JOURNAL) };
  }
  const outcome = watchRun(situation);
  const isQueued = run.status === "queued";
  return follow(
    situation,
    run,
    [
      ...planStop(situation, run, outcome),
      ...(outcome.state === "calm" ? [{ kind: "watched" } as const] : []),
      ...planAnswers(situation, "running"),
    ],
    isQueued || outcome.state !== "unwatched" ? SOON : MINUTE,
  );
}

/** What the policy has watched while the run is under way. */
function watchRun(situation: Situation): WatchOutcome {
  const { observation, rule, now } = situation;
  const { record, watch: readings, facts } = observation;
  if (!rule || !record.dispatch) return { state: "unwatched" };
  const { attemptedAt, intendedAt, watchedAt } = record.dispatch;
  return watch(
    {
      rule,
      startedAt: attemptedAt ?? intendedAt,
      ...(watchedAt && { watchedAt }),
      overridden: startedAgainst(observation),
      readings,
      incidents: facts.incidents,
    },
    now,
  );
}

/** A run that was told to stop and still runs is told so again: what said so may have been lost. */
function planStop(
  situation: Situation,
  run: RequestRun,
  outcome: WatchOutcome,
): Effect[] {
  const { observation, now } = situation;
  const { dispatch } = observation.record;
  if (dispatch?.stopped) {
    const isHeard = now.getTime() < dispatch.stopped.at.getTime() + SOON;
    return isHeard ? [] : [{ kind: "cancel-run", run }];
  }
  const { halts } = observation.facts;
  const [halt] = halts.known ? halts.value : [];
  if (halt)
    return [{ kind: "cancel-run", run, because: { code: "halt", halt } }];
  const person = whoStops(situation);
  if (person !== undefined)
    return [{ kind: "cancel-run", run, because: { code: "command", person } }];
  return outcome.state === "stop"
    ? [{ kind: "cancel-run", run, because: outcome.because }]
    : [];
}

/** What the policy wants to hold after the run, where it wants anything. */
function watched(
  { observation: { policy, ask } }: Situation,
  { endedAt }: RequestRun,
): Pick<StatusView, "watched"> {
  if (!endedAt || !ask.ok || policy.state !== "valid") return {};
  const found = ruleFor(policy.policy, ask.ask.environment);
  const criteria = found.ok ? found.rule.recovery : [];
  if (criteria.length === 0) return {};
  return {
    watched: criteria.map((criterion) => ({
      criterion,
      at: dueAt(criterion, endedAt),
    })),
  };
}

/**
 * Who of those who may do so said `cancel` or `deny` and was not answered yet. The run is cancelled then; the request
 * goes on until the run has ended, and is judged by what the run did until it was stopped.
 */
function whoStops(situation: Situation): string | undefined {
  return unanswered(situation).find(({ comment, commands }) =>
    commands.some((command) => endsRequest(command, comment.author, situation)),
  )?.comment.author;
}

function follow(
  situation: Situation,
  run: RequestRun,
  effects: Effect[],
  wait: number,
): Plan {
  return {
    effects: [...effects, planStatus(situation, "running", { run })],
    lookAgainAt: after(situation, wait),
  };
}

function after({ now }: Situation, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}
