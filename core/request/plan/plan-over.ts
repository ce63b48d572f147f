import type { Effect, Plan } from "../effect.ts";
import { pinTag } from "../pin-tag.ts";
import { planAnswers } from "./plan-answers.ts";
import { planStatus } from "./plan-status.ts";
import type { Phase, RequestRun, RunJudgement } from "../request.ts";
import type { Situation } from "../situation.ts";

/** Ends a request that was not run: its phase, then what everybody sees of it. */
export function planEnd(
  situation: Situation,
  phase: "denied" | "cancelled" | "refused",
  because: string,
): Plan {
  return {
    effects: [
      { kind: "enter", phase, because },
      ...planAnswers(situation, phase),
      ...planClose(situation, "not_planned"),
      planStatus(situation, phase, { because }),
    ],
  };
}

/** Ends a request whose run was judged. */
export function planFinish(
  situation: Situation,
  run: RequestRun,
  judgement: RunJudgement,
): Plan {
  const because = `The run was judged: ${judgement.verdict}.`;
  return {
    effects: [
      { kind: "judge", run, judgement },
      ...planUntag(situation),
      { kind: "enter", phase: "finished", because },
      ...planAnswers(situation, "finished"),
      ...planClose(situation, outcomeOf(judgement)),
      planStatus(situation, "finished", { run, judgement }),
    ],
  };
}

/** Stops a run of another commit than the approved one, and ends its request: nobody approved what it does. */
export function planStray(
  situation: Situation,
  run: RequestRun,
  commit: string,
): Plan {
  const observed = situation.observation.run;
  const cause =
    observed.state === "found" && observed.untagged
      ? "the default branch moved on while it was started. Open a new request."
      : "somebody moved the tag that it was started on. Forbid that with a ruleset for chaos-governor/**, then open a new request.";
  const { effects } = planEnd(
    situation,
    "refused",
    `The run ${String(run.id)} is of commit ${commit}, which is not the approved one, so it was cancelled: ${cause}`,
  );
  const stop: Effect[] =
    run.status === "completed" ? [] : [{ kind: "cancel-run", run }];
  return { effects: [...stop, ...planUntag(situation), ...effects] };
}

/** Before the phase is entered, so that an interrupted look does it again. */
function planUntag({ observation }: Situation): Effect[] {
  const { issue, record } = observation;
  return record.dispatch
    ? [
        {
          kind: "remove-tag",
          tag: pinTag(issue.number, record.dispatch.correlation),
        },
      ]
    : [];
}

/**
 * What is over stays over, also where somebody opens the issue again: it is closed, and who says something to it is
 * told so. A status whose matter can't be read any more is left as it stands.
 */
export function planOver(situation: Situation): Plan {
  const { run, record } = situation.observation;
  const { phase, because } = record;
  const found = run.state === "found" ? run : undefined;
  const outcome = found?.judgement ? outcomeOf(found.judgement) : "not_planned";
  return {
    effects: [
      ...planAnswers(situation, phase),
      ...planClose(situation, phase === "finished" ? outcome : "not_planned"),
      ...lastStatus(situation, phase, found, because),
    ],
  };
}

function lastStatus(
  situation: Situation,
  phase: Phase,
  found: { run: RequestRun; judgement?: RunJudgement } | undefined,
  because: string | undefined,
): Effect[] {
  if (phase !== "finished")
    return because === undefined
      ? []
      : [planStatus(situation, phase, { because })];
  if (!found?.judgement) return [];
  const { run, judgement } = found;
  return [planStatus(situation, phase, { run, judgement })];
}

function planClose(
  { observation }: Situation,
  outcome: "completed" | "not_planned",
): Effect[] {
  return observation.issue.open ? [{ kind: "close", outcome }] : [];
}

function outcomeOf({ verdict }: RunJudgement): "completed" | "not_planned" {
  return verdict === "held" ? "completed" : "not_planned";
}
