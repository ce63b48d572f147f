import type { ApprovalsSettings } from "../../policy/gates/approvals.ts";
import type { RoleHolder } from "../facts.ts";

/** Somebody who may give one of the approvals that are needed; `role` names that approval. */
export interface SeatHolder extends RoleHolder {
  /** The role by which they may. */
  held: string;
}

/** One approval that is needed, and the roles that may give it. */
interface Seat {
  name: string;
  roles: readonly string[];
}

/** The approvals that a policy asks for. */
export interface Seats {
  /** Their names, in sets within which one person counts once. */
  contests: string[][];
  /** Everybody who may give one of them, once for each. */
  holders: SeatHolder[];
}

/** An approval is called by its role, one of a group by all of its roles: `dba/security (2 of 2)`. */
export function seatsOf(
  { roles, any_of: groups, distinct_people: distinct }: ApprovalsSettings,
  holders: readonly RoleHolder[],
): Seats {
  const single = [...new Set(roles)].map((role): Seat[] => [
    { name: role, roles: [role] },
  ]);
  const sets = [...single, ...groups.map(seatsOfGroup)];
  const seats = sets.flat();
  return {
    contests: distinct
      ? [seats.map(({ name }) => name)]
      : sets.map((set) => set.map(({ name }) => name)),
    holders: seats.flatMap((seat) =>
      holders
        .filter(({ role }) => seat.roles.includes(role))
        .map((holder) => ({ ...holder, role: seat.name, held: holder.role })),
    ),
  };
}

function seatsOfGroup(
  { roles, count }: ApprovalsSettings["any_of"][number],
  index: number,
  groups: ApprovalsSettings["any_of"],
): Seat[] {
  const words = roles.join("/");
  // Groups of the same roles, and a group of one role, are told apart by their place.
  const before = groups
    .slice(0, index)
    .filter((one) => one.roles.join("/") === words).length;
  const name = before === 0 ? words : `${words}, group ${before + 1}`;
  return Array.from({ length: count }, (_, seat) => ({
    name:
      count > 1 || roles.length === 1
        ? `${name} (${seat + 1} of ${count})`
        : name,
    roles,
  }));
}
