import type { Decision } from "../../gate/decide.ts";
import type { GateOverride } from "../../gate/override.ts";
import { blocking } from "../../gate/override.ts";
import { isRota, samePerson } from "../../gate/role-holders.ts";
import { hasMarker } from "../../incident/failure-marker.ts";
import type { GateName } from "../../gate/verdict.ts";
import type { EnvironmentRule } from "../../policy/schema.ts";
import type { Effect } from "../effect.ts";
import { overrideMark } from "../override-mark.ts";
import type { Ask, Pin } from "../request.ts";
import type { Situation } from "../situation.ts";
import type { StatusView } from "../status.ts";

const MOST_CALLED = 50;

/** Announces what is overridden and was not announced yet, whether or not the gate is closed at this moment. */
export function planOverrides(
  { observation }: Situation,
  { overrides = [] }: Pick<Decision, "overrides">,
  ask: Ask,
  pin: Pin,
): Effect[] {
  const ours = observation.comments.filter((comment) => comment.ours);
  const news = overrides.filter(
    (override) =>
      override.until !== undefined &&
      !ours.some(({ body }) => hasMarker(body, overrideMark(pin, override))),
  );
  if (news.length === 0) return [];
  const audience = audienceOf(news, observation.facts.holders);
  return [{ kind: "announce-override", overrides: news, ask, pin, audience }];
}

/** Everybody with a role, but for those who override. */
function audienceOf(
  overrides: GateOverride[],
  holders: Situation["observation"]["facts"]["holders"],
): string[] {
  if (!holders.known) return [];
  const by = overrides.flatMap((override) => override.by);
  const others = holders.value
    .map(({ person }) => person)
    .filter(
      (person) =>
        !isRota(person) && !by.some((one) => samePerson(one.person, person)),
    );
  return [...new Set(others)].slice(0, MOST_CALLED);
}

/** Who could override what stands in the way. */
export function breakGlass(
  decision: Decision,
  { override }: EnvironmentRule,
): Pick<StatusView, "breakGlass"> {
  if (!override) return {};
  const { people, need } = override;
  const allowed: readonly GateName[] = override.gates;
  const gates = blocking(decision)
    .map(({ gate }) => gate)
    .filter((gate) => allowed.includes(gate));
  return gates.length === 0 ? {} : { breakGlass: { gates, people, need } };
}
