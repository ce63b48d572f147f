import type { PinChange, Plan } from "../effect.ts";
import { findEnding } from "../ending.ts";
import { readGround, type Ground } from "../ground.ts";
import { ASK_AGAIN } from "./next-look.ts";
import { planAnswers } from "./plan-answers.ts";
import { planDecision } from "./plan-decision.ts";
import { planEnd } from "./plan-over.ts";
import { occasion, planStatus } from "./plan-status.ts";
import type { Pin } from "../request.ts";
import type { Situation } from "../situation.ts";
import type { Trouble } from "../status.ts";

type FirmGround = Extract<Ground, { state: "firm" }>;
type NewPin = Omit<Pin, "announcedBy">;

const PINNED = [
  "path",
  "digest",
  "environment",
  "commit",
] as const satisfies PinChange[];

/** Nothing was started yet: end it, say what is wrong, pin it, or decide. */
export function planOpen(situation: Situation): Plan {
  const { observation, pin: standing } = situation;
  if (!observation.issue.open)
    return planEnd(situation, "cancelled", "The issue was closed by hand.");
  const ending = findEnding(situation);
  if (ending?.state === "decided")
    return planEnd(situation, ending.phase, ending.because);

  const { held } = observation;
  if (held?.state === "over")
    return planEnd(situation, "cancelled", held.because);
  if (held?.state === "unreachable")
    return planTrouble(situation, {
      code: "unreachable",
      what: "the run that waits for this request",
      reason: held.reason,
    });

  const ground = readGround(observation);
  if (ground.state === "refused")
    return planEnd(situation, "refused", ground.because);
  if (ground.state === "troubled")
    return planTrouble(situation, ground.trouble);
  if (ending) return planTrouble(situation, holdersUnknown(situation));

  const pin = pinOf(ground, held?.commit ?? observation.head);
  const changed = PINNED.filter((part) => standing?.[part] !== pin[part]);
  return standing && changed.length === 0
    ? planDecision(situation, ground, standing)
    : planPin(situation, pin, changed);
}

function planTrouble(situation: Situation, trouble: Trouble): Plan {
  const { phase } = situation.observation.record;
  return {
    effects: [
      ...planAnswers(situation, "open"),
      planStatus(situation, phase, {
        trouble,
        ...occasion(situation),
      }),
    ],
    ...(trouble.code === "unreachable" && {
      lookAgainAt: new Date(situation.now.getTime() + ASK_AGAIN),
    }),
  };
}

/** Somebody wants to end the request, and it can't be told whether they may. */
function holdersUnknown({ observation }: Situation): Trouble {
  const { holders } = observation.facts;
  return {
    code: "unreachable",
    what: "who holds which role",
    reason: holders.known ? "" : holders.reason,
  };
}

/** @param commit what would run: the default branch's head, or what the run that waits has checked out */
function pinOf({ ask, experiment }: FirmGround, commit: string): NewPin {
  const { path, digest } = experiment;
  return { path, digest, environment: ask.environment, commit };
}

/** Approvals are bound to the new pin from here on, so nothing is decided before it is announced. */
function planPin(
  situation: Situation,
  pin: NewPin,
  changed: PinChange[],
): Plan {
  const { pin: standing, observation } = situation;
  return {
    effects: [
      {
        kind: "pin",
        pin,
        ...(standing && { replaces: { pin: standing, changed } }),
      },
      planStatus(situation, observation.record.phase, {}, pin),
    ],
  };
}
