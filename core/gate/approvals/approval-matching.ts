import { assign, shortageOf, type Shortage } from "./assignment.ts";
import type { RoleHolder } from "../facts.ts";
import { personKey } from "../role-holders.ts";

/** Who covers which role, in the order of the roles, and the roles that nobody covers. */
export interface Coverage<Offer extends RoleHolder> {
  covered: Offer[];
  missing: string[];
}

/** The roles, in sets within which one person counts once. */
export type Contests = readonly (readonly string[])[];

/**
 * Covers as many roles as these people can, primaries before secondaries.
 *
 * @param offers who may fill which role; the order decides between equally good ones
 */
export function coverRoles<Offer extends RoleHolder>(
  contests: Contests,
  offers: readonly Offer[],
): Coverage<Offer> {
  const roles = contests.flat();
  const seats = contests.map((contest) => assign(contest, offers));
  const covered = roles.flatMap((role) =>
    seats.flatMap((assignment) => assignment.get(role) ?? []),
  );
  const filled = new Set(covered.map(({ role }) => role));
  return { covered, missing: roles.filter((role) => !filled.has(role)) };
}

/** Roles that even all of these people together could never fill; undefined where they could. */
export function neverCovered(
  contests: Contests,
  offers: readonly RoleHolder[],
): Shortage | undefined {
  for (const contest of contests) {
    const shortage = shortageOf(contest, offers);
    if (shortage) return shortage;
  }
  return undefined;
}

/**
 * Who could bring a missing role: with this one person's yes it and everything that is covered now are covered.
 * Preferably holders of that role; where all of them are taken, somebody who can free one of them; where no single
 * person is enough, its holders.
 *
 * @param possible everybody who may approve, in all roles that they hold
 */
export function couldFill(
  role: string,
  coverage: Coverage<RoleHolder>,
  offers: readonly RoleHolder[],
  possible: readonly RoleHolder[],
  contests: Contests,
): string[] {
  const wanted = new Set([...coverage.covered.map((seat) => seat.role), role]);
  const goal = contests.map((contest) =>
    contest.filter((one) => wanted.has(one)),
  );
  const rolesOf = Map.groupBy(possible, ({ person }) => personKey(person));
  const isEnough = (person: string) => {
    const theirs = rolesOf.get(personKey(person)) ?? [];
    const all = [...offers, ...theirs];
    return coverRoles(goal, all).missing.length === 0;
  };

  const holders = people(possible.filter((holder) => holder.role === role));
  const direct = holders.filter(isEnough);
  if (direct.length > 0) return direct;
  const freeing = people(possible).filter(isEnough);
  return freeing.length > 0 ? freeing : holders;
}

/** Each person once, primaries first. */
function people(holders: readonly RoleHolder[]): string[] {
  const primariesFirst = holders.toSorted(
    (one, other) =>
      Number(one.rank === "secondary") - Number(other.rank === "secondary"),
  );
  return [
    ...new Map(
      primariesFirst.map(({ person }) => [personKey(person), person]),
    ).values(),
  ];
}
