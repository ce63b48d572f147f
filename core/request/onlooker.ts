import { unknown } from "../gate/fact.ts";
import type { GateFacts } from "../gate/facts.ts";
import type { Effect } from "./effect.ts";
import type { RequestObservation } from "./observation.ts";
import { plan } from "./plan/plan.ts";
import type { Trouble } from "./status.ts";

/** The facts that a request's conversation gives. */
type ConversationFacts = Pick<GateFacts, "request" | "approvals" | "overrides">;

/**
 * What the conversation of a request says now, for who only looks on: what the app would decide on, by its own plan. Where
 * it would not come to decide, each of these is unknown, and says why.
 *
 * @param observation.record.answers empty where they are not remembered
 */
export function readByOnlooker(
  observation: RequestObservation,
  now: Date,
): ConversationFacts {
  const edited = observation.comments.find(
    (comment) => comment.edited && !comment.ours,
  );
  if (edited)
    return nothing(
      `a comment of ${edited.author} was edited, so what it said before is not known: ${edited.url}`,
    );
  const { effects } = plan(observation, now);
  const recorded = find(effects, "record-decision");
  if (!recorded) return nothing(whyUndecided(effects));
  const { request, approvals, overrides } = recorded.record.facts;
  return { request, approvals, overrides };
}

function whyUndecided(effects: readonly Effect[]): string {
  const pin = find(effects, "pin");
  if (pin)
    return pin.replaces
      ? `what was approved is not what would run now (another ${pin.replaces.changed.join(", ")}), so it has to be approved again once the app has said so`
      : "the app has not announced yet what can be approved";
  const end = find(effects, "enter");
  if (end) return `the request is over: ${end.because}`;
  const trouble = find(effects, "status")?.view.trouble;
  return trouble ? reasonOf(trouble) : "the request is over";
}

function reasonOf(trouble: Trouble): string {
  switch (trouble.code) {
    case "policy-missing":
      return "there is no policy";
    case "policy-invalid":
      return "the policy can't be used";
    case "ask-unreadable":
      return trouble.problem;
    case "experiment-unusable":
      return trouble.reason;
    case "unreachable":
      return `${trouble.what} could not be learned: ${trouble.reason}`;
  }
}

function nothing(reason: string): ConversationFacts {
  const fact = unknown(reason);
  return { request: fact, approvals: fact, overrides: fact };
}

function find<Kind extends Effect["kind"]>(
  effects: readonly Effect[],
  kind: Kind,
): Extract<Effect, { kind: Kind }> | undefined {
  return effects.find(
    (effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind,
  );
}
