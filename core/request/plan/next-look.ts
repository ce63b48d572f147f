import type { Decision } from "../../gate/decide.ts";
import type { GateFacts } from "../../gate/facts.ts";
import { blocking } from "../../gate/override.ts";
import type { EnvironmentRule } from "../../policy/schema.ts";

const MINUTE = 60_000;

/** How soon to see whether what is under way has ended, in milliseconds. */
const END_IN_SIGHT = MINUTE;

/** How soon to ask again for what could not be learned, in milliseconds. */
export const ASK_AGAIN = 5 * MINUTE;

/** How soon to ask anew where an answer was kept from an earlier question: it may be out of date, in milliseconds. */
const ANSWER_IS_OLD = MINUTE / 2;

/** How soon to see whether what failed was mended: most of it tells nobody, in milliseconds. */
const SEE_AGAIN = 15 * MINUTE;

/** How soon to see whether people on call changed places: the services tell nobody, in milliseconds. */
const ROTA_IS_OLD = 60 * MINUTE;

/**
 * When to look again at a request that may not run yet: when something opens, an approval or override expires, or a rota
 * hands over, soon where it waits for the end of something or rests on an old answer, and now and then where something
 * failed or is unknown; undefined where only people can change it, who are heard.
 */
export function nextLook(
  decision: Decision,
  facts: Pick<GateFacts, "approvals" | "holders">,
  rule: EnvironmentRule,
  now: Date,
): Date | undefined {
  const { verdicts, overrides = [], opensAt } = decision;
  const expireAfter = rule.gates.approvals?.expire_after ?? 0;
  const overrideExpiresAfter = rule.override?.expire_after ?? 0;
  const closed = blocking(decision);
  const is = (status: string) =>
    closed.some((verdict) => verdict.status === status);
  // People who approve are heard; the end of what is under way may not be.
  const waitsForAnEnd = closed.some(
    ({ gate, status, opensAt: opens }) =>
      gate !== "approvals" && status === "wait" && opens === undefined,
  );
  // People recheck when they have mended something; what was kept since does not show it yet.
  const keptAnswer = closed.some(({ evidence }) =>
    evidence.some(({ age = 0 }) => age > 0),
  );
  const approvals = facts.approvals.known ? facts.approvals.value : [];
  const moments = [
    opensAt?.getTime(),
    ...verdicts.map((verdict) => verdict.opensAt?.getTime()),
    ...approvals.map(({ at }) => at.getTime() + expireAfter),
    ...handOvers(facts, rule).flatMap((moment) => [
      moment.getTime(),
      now.getTime() + ROTA_IS_OLD,
    ]),
    keptAnswer ? now.getTime() + ANSWER_IS_OLD : undefined,
    ...overrides
      .flatMap(({ by }) => by)
      .map(({ at }) => at.getTime() + overrideExpiresAfter),
    waitsForAnEnd ? now.getTime() + END_IN_SIGHT : undefined,
    is("unknown") ? now.getTime() + ASK_AGAIN : undefined,
    is("fail") ? now.getTime() + SEE_AGAIN : undefined,
  ];
  const next = Math.min(
    ...moments
      .filter((moment) => moment !== undefined)
      .filter((moment) => moment > now.getTime()),
  );
  return Number.isFinite(next) ? new Date(next) : undefined;
}

/** Whoever is on call after it is another one to approve, and to be shown. */
function handOvers(
  { holders }: Pick<GateFacts, "holders">,
  { gates }: EnvironmentRule,
): Date[] {
  const { approvals, on_call: onCall } = gates;
  const roles = [
    ...(approvals?.roles ?? []),
    ...(approvals?.any_of ?? []).flatMap((group) => group.roles),
    ...(onCall?.roles ?? []),
  ];
  return (holders.known ? holders.value : [])
    .filter(({ role }) => roles.includes(role))
    .flatMap(({ handsOverAt }) => handsOverAt ?? []);
}
