import type { GateName } from "../gate/verdict.ts";
import { samePerson } from "../gate/role-holders.ts";
import type { AnswerOutcome } from "./answer.ts";
import { isRequester } from "./authority.ts";
import type { Saying } from "./conversation.ts";
import type { Situation } from "./situation.ts";

/**
 * What becomes of a `/chaos override`. The gates decide again on their own whether it counts; this tells the person at
 * once.
 *
 * @returns undefined where that can't be told yet
 */
export function overrideOutcome(
  { gates }: { gates: GateName[] },
  { comment, pin }: Saying,
  situation: Situation,
): AnswerOutcome | undefined {
  const { policy } = situation.observation;
  if (policy.state === "invalid" || policy.state === "missing")
    return { code: "policy-unusable" };
  if (!situation.rule || !situation.pin) return undefined;
  const { override } = situation.rule;
  if (!override) return { code: "no-override" };
  const allowed: readonly GateName[] = override.gates;
  const others = gates.filter((gate) => !allowed.includes(gate));
  if (others.length > 0)
    return { code: "not-overridable", gates: others, allowed: override.gates };
  const { author } = comment;
  if (!override.people.some((person) => samePerson(person, author)))
    return { code: "not-named", people: override.people };
  if (isRequester(author, situation) && !override.requester_counts)
    return { code: "own-override" };
  if (pin !== situation.pin) return { code: "before-pin" };
  return { code: "overridden" };
}
