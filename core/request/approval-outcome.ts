import { isPresent } from "../gate/role-holders.ts";
import { suggest } from "../text/suggest.ts";
import type { AnswerOutcome } from "./answer.ts";
import { approvingRoles, isRequester, rolesOf } from "./authority.ts";
import type { Saying } from "./conversation.ts";
import type { Situation } from "./situation.ts";

/**
 * What becomes of a `/chaos approve`. The gate decides again on its own whether it counts; this tells the person at
 * once.
 *
 * @returns undefined where that can't be told yet
 */
export function approvalOutcome(
  { role }: { role?: string },
  saying: Saying,
  situation: Situation,
): AnswerOutcome | undefined {
  const { author, createdAt } = saying.comment;
  const { policy } = situation.observation;
  if (policy.state === "invalid" || policy.state === "missing")
    return { code: "policy-unusable" };
  const wanted = approvingRoles(situation);
  const held = rolesOf(author, situation, createdAt);
  if (!wanted || !held || !situation.pin) return undefined;

  const roles = held.filter(
    (one) => wanted.includes(one) && (role === undefined || role === one),
  );
  const mayApproveOwn = situation.rule?.gates.approvals?.self_approval ?? true;
  if (isRequester(author, situation) && !mayApproveOwn)
    return { code: "own-request" };
  if (roles.length === 0)
    return role === undefined || held.includes(role)
      ? { code: "no-role", wanted }
      : notHeld(role, situation);
  if (saying.pin !== situation.pin) return { code: "before-pin" };
  return { code: "approved", roles: [...new Set(roles)] };
}

/** The role is another's, or nobody's because there is none of that name. */
function notHeld(role: string, { observation }: Situation): AnswerOutcome {
  const { policy, facts } = observation;
  const known =
    policy.state === "valid" ? Object.keys(policy.policy.roles) : [];
  if (!known.includes(role)) {
    const suggestion = suggest(role, known);
    return {
      code: "unknown-role",
      role,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  const holders = facts.holders.known ? facts.holders.value : [];
  return {
    code: "not-in-role",
    role,
    holders: holders
      .filter((holder) => holder.role === role && isPresent(holder))
      .map(({ person }) => person),
  };
}
