import { CLOCK_SKEW } from "../clock-skew.ts";
import type { SeatHolder } from "./approval-seats.ts";
import type { Approval } from "../facts.ts";
import { personKey, samePerson } from "../role-holders.ts";
import { isActive } from "../on-call/rota-coverage.ts";

/** Why an approval does not count. */
export type SetAsideReason =
  /** It was given for the experiment as it was before, or for another one. */
  | "other-digest"
  /** It is older than the request. */
  | "before-request"
  /** It is dated later than now. */
  | "in-future"
  | "expired"
  /** The requester's own. */
  | "own"
  /** The person holds none of the roles that have to approve. */
  | "no-role"
  /** It names a role that the person does not hold, or that does not have to approve. */
  | "not-in-role";

export interface SetAside extends Approval {
  because: SetAsideReason;
}

/** What approvals are held against. */
export interface EligibilityRules {
  /** The experiment's digest as it is now. */
  digest: string;
  /** When the request was opened, where that is known. */
  openedAt?: Date;
  /** The one person who may not approve: the requester, unless the policy allows it. */
  barred?: string;
  /** Milliseconds. */
  expireAfter: number;
  /** Everybody who may give one of the approvals that are needed. */
  holders: readonly SeatHolder[];
}

/** An approval that counts, and one of the places that it may fill. */
export interface Offer extends SeatHolder {
  approval: Approval;
}

/**
 * Parts approvals into those that count and those that don't, by time, then by login. Where a person approved more
 * than once in a role, the latest approval stands for it.
 */
export function eligibleApprovals(
  approvals: readonly Approval[],
  rules: EligibilityRules,
  now: Date,
): { offers: Offer[]; setAside: SetAside[] } {
  const inOrder = approvals.toSorted(
    (one, other) =>
      one.at.getTime() - other.at.getTime() ||
      (one.person < other.person ? -1 : 1),
  );
  const offers = new Map<string, Offer>();
  const setAside: SetAside[] = [];
  for (const approval of inOrder) {
    const because = flaw(approval, rules, now);
    if (because) setAside.push({ ...approval, because });
    else
      for (const holder of seatsFor(approval, rules.holders))
        offers.set(`${holder.role} ${personKey(holder.person)}`, {
          ...holder,
          approval,
        });
  }
  return { offers: [...offers.values()], setAside };
}

function flaw(
  approval: Approval,
  rules: EligibilityRules,
  now: Date,
): SetAsideReason | undefined {
  const { openedAt, barred } = rules;
  const at = approval.at.getTime();
  const age = now.getTime() - at;
  if (approval.digest !== rules.digest) return "other-digest";
  if (openedAt && at < openedAt.getTime() - CLOCK_SKEW) return "before-request";
  if (!(age >= -CLOCK_SKEW)) return "in-future";
  if (age >= rules.expireAfter) return "expired";
  if (barred !== undefined && samePerson(barred, approval.person)) return "own";
  if (seatsFor(approval, rules.holders).length > 0) return undefined;
  return approval.role === undefined ? "no-role" : "not-in-role";
}

function seatsFor(
  approval: Approval,
  holders: readonly SeatHolder[],
): SeatHolder[] {
  return holders.filter(
    ({ held, person, during }) =>
      samePerson(person, approval.person) &&
      (!during || isActive(during, approval.at)) &&
      (approval.role === undefined || approval.role === held),
  );
}
