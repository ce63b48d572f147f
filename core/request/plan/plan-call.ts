import type { Decision } from "../../gate/decide.ts";
import { blocking } from "../../gate/override.ts";
import { isRota, personKey } from "../../gate/role-holders.ts";
import { isRequester } from "../authority.ts";
import { calledFor } from "../call-marker.ts";
import type { Effect } from "../effect.ts";
import type { Ask, Pin } from "../request.ts";
import type { Situation } from "../situation.ts";

/** A role may be held by a team of hundreds. */
const MOST_FOR_A_ROLE = 5;

/**
 * Calls those whose approval is missing, each of them once for a pin: whoever was called in a comment of ours is not
 * called again. Where something has to be mended first it is nobody's turn to approve. The names are those of the
 * policy, of its teams and of its rotas; what people write calls nobody.
 */
export function planCall(
  situation: Situation,
  decision: Decision,
  ask: Ask,
  pin: Pin,
): Effect[] {
  if (decision.decision !== "hold") return [];
  const called = calledFor(pin, situation.observation.comments);
  const people = blocking(decision)
    .flatMap(awaited)
    .filter((person) => {
      const key = personKey(person);
      if (called.has(key) || isRequester(person, situation)) return false;
      called.add(key);
      return true;
    });
  return people.length === 0 ? [] : [{ kind: "call", people, ask, pin }];
}

/** Nobody can be called who is named by a rota alone. */
function awaited(verdict: Decision["verdicts"][number]): string[] {
  if (verdict.gate !== "approvals" || verdict.code !== "missing") return [];
  return verdict.values.missing.flatMap(({ couldFill }) =>
    couldFill.filter((holder) => !isRota(holder)).slice(0, MOST_FOR_A_ROLE),
  );
}
