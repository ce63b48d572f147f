import { samePerson } from "../gate/role-holders.ts";
import { isActive } from "../gate/on-call/rota-coverage.ts";
import { approvingRoles as rolesThatApprove } from "../policy/gates/approvals.ts";
import type { RequestCommand, Saying } from "./conversation.ts";
import type { Situation } from "./situation.ts";

/**
 * The roles that a person holds now; undefined where that could not be learned.
 *
 * @param at those too that they held at that moment, by a rota
 */
export function rolesOf(
  person: string,
  { observation }: Situation,
  at?: Date,
): string[] | undefined {
  const { holders } = observation.facts;
  if (!holders.known) return undefined;
  return holders.value
    .filter((holder) => samePerson(holder.person, person))
    .filter(({ during }) => !during || (at && isActive(during, at)))
    .map(({ role }) => role);
}

/** The roles that have to approve; undefined where the policy's rule can't be read. */
export function approvingRoles({ rule }: Situation): string[] | undefined {
  if (!rule) return undefined;
  const { approvals } = rule.gates;
  return approvals ? rolesThatApprove(approvals) : [];
}

export function isRequester(
  person: string,
  { observation }: Situation,
): boolean {
  return samePerson(person, observation.record.requester);
}

/**
 * Whether this ends the request: a `deny` of somebody whose approval is asked for (of anybody with a role, where none
 * is), a `cancel` of the requester or of anybody with a role.
 *
 * @returns undefined where it can't be told now
 */
export function endsRequest(
  command: RequestCommand,
  author: string,
  situation: Situation,
): boolean | undefined {
  if (command.kind !== "deny" && command.kind !== "cancel") return false;
  if (command.kind === "cancel" && isRequester(author, situation)) return true;
  const held = rolesOf(author, situation);
  const approving = approvingRoles(situation);
  if (!held || !approving) return undefined;
  const anyRole = command.kind === "cancel" || approving.length === 0;
  return anyRole
    ? held.length > 0
    : held.some((role) => approving.includes(role));
}

/** What was said and not answered yet; edited comments say nothing. */
export function unanswered({ sayings, observation }: Situation): Saying[] {
  const { answers } = observation.record;
  return sayings.filter(
    ({ comment }) => !comment.edited && !answers.has(comment.id),
  );
}
