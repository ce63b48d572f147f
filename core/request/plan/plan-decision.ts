import { decide } from "../../gate/decide.ts";
import { known } from "../../gate/fact.ts";
import type { Approval, GateFacts, Override } from "../../gate/facts.ts";
import { overridesInUse } from "../../gate/override.ts";
import type { EnvironmentRule } from "../../policy/schema.ts";
import type { Effect, Plan } from "../effect.ts";
import type { Ground } from "../ground.ts";
import type { RequestObservation } from "../observation.ts";
import { nextLook } from "./next-look.ts";
import { planAnswers } from "./plan-answers.ts";
import { breakGlass, planOverrides } from "./plan-override.ts";
import { planCall } from "./plan-call.ts";
import { commitsOf, occasion, planStatus } from "./plan-status.ts";
import type { Pin } from "../request.ts";
import type { Situation } from "../situation.ts";

const RUN_IN_SIGHT = 10_000;

/** Asks all gates about what is pinned: starts it, or shows what it waits for. */
export function planDecision(
  situation: Situation,
  { ask, policy, rule }: Extract<Ground, { state: "firm" }>,
  pin: Pin,
): Plan {
  const { observation, now } = situation;
  const { phase } = observation.record;
  const approvals = approvalsOf(pin, situation);
  const facts = gateFacts(situation, pin, approvals);
  const decision = decide(rule, policy, facts, now);
  const { organisationCommit } = commitsOf(observation.policy);
  const record: Effect = {
    kind: "record-decision",
    record: {
      version: 1,
      at: now,
      request: requestName(observation),
      environment: ask.environment,
      commit: observation.head,
      ...(organisationCommit !== undefined && {
        organisation: organisationCommit,
      }),
      policy,
      facts,
      decision,
    },
  };

  if (decision.decision === "allow") {
    const overridden = overridesInUse(decision);
    const enter: Effect = {
      kind: "enter",
      phase: "dispatching",
      because: whyStarted(overridden),
    };
    return {
      effects: [
        record,
        // Whoever is interrupted after the dispatch would tell the last to approve that they came too late.
        ...planAnswers(situation, "open"),
        ...planOverrides(situation, decision, ask, pin),
        // Before the dispatch, so that whoever applies it may end the request where GitHub refuses it.
        ...(phase === "dispatching" ? [] : [enter]),
        startOf(observation, rule, {
          ask,
          pin,
          decision,
          ...(overridden.length > 0 && { overridden }),
        }),
        planStatus(situation, "dispatching"),
      ],
      lookAgainAt: new Date(now.getTime() + RUN_IN_SIGHT),
    };
  }

  const lookAgainAt = nextLook(decision, facts, rule, now);
  return {
    effects: [
      record,
      ...planAnswers(situation, "open"),
      ...planOverrides(situation, decision, ask, pin),
      ...planCall(situation, decision, ask, pin),
      planStatus(situation, phase, {
        decision,
        ...breakGlass(decision, rule),
        ...occasion(situation),
      }),
    ],
    ...(lookAgainAt && { lookAgainAt }),
  };
}

/** A run that waits for the request goes on; without one, one is started. */
function startOf(
  { held }: RequestObservation,
  { workflow }: EnvironmentRule,
  start: Omit<Extract<Effect, { kind: "review-deployment" }>, "kind" | "run">,
): Effect {
  return held?.state === "waiting"
    ? { kind: "review-deployment", run: held.run, ...start }
    : { kind: "dispatch", workflow, ...start };
}

/** As people write it: `owner/repo#12`. */
function requestName({ repository, issue }: RequestObservation): string {
  return `${repository.owner}/${repository.name}#${String(issue.number)}`;
}

function whyStarted(overridden: readonly { gate: string }[]): string {
  const gates = overridden.map(({ gate }) => gate).join(", ");
  return gates === ""
    ? "Every gate passed."
    : `Every other gate passed; overridden: ${gates}.`;
}

/** Only what was approved while this very pin was in force: not what was pinned before, even if it was the same. */
function approvalsOf(pin: Pin, { approvals }: Situation): Approval[] {
  return approvals.standing
    .filter((bound) => bound.pin === pin)
    .map(({ approval }) => approval);
}

/** Overrides are bound as approvals are. */
function overridesOf(pin: Pin, { approvals }: Situation): Override[] {
  return approvals.overrides
    .filter((bound) => bound.pin === pin)
    .map(({ override }) => override);
}

/** The facts as they were observed, and those that follow from the conversation. */
function gateFacts(
  situation: Situation,
  pin: Pin,
  approvals: Approval[],
): GateFacts {
  const { observation, now } = situation;
  const { facts, record, issue } = observation;
  const { requester, openedAt } = record;
  const overrides = overridesOf(pin, situation);
  const said = (answer: string[]) => ({
    source: "github",
    at: now,
    query: `comments of issue ${String(issue.number)}`,
    answer: answer.join(", ").slice(0, 500),
    link: issue.url,
  });
  return {
    ...facts,
    request: known(
      { requester, openedAt, digest: pin.digest },
      ...facts.request.evidence,
    ),
    approvals: known(
      approvals,
      said(
        approvals.map(({ person, role }) =>
          role ? `${person} as ${role}` : person,
        ),
      ),
    ),
    overrides: known(
      overrides,
      said(
        overrides.map(
          ({ person, gates }) => `${person}: ${gates.join(" and ")}`,
        ),
      ),
    ),
  };
}
