import type { Policy } from "../policy/schema.ts";
import type { RoleHolder } from "./facts.ts";

/** Everybody whom the policy names, role by role, primaries first; a team stands there as `org/team`. */
export function roleHolders(policy: Pick<Policy, "roles">): RoleHolder[] {
  return Object.entries(policy.roles).flatMap(
    ([role, { primary, secondary }]): RoleHolder[] => [
      { role, person: primary, rank: "primary" },
      ...(secondary === undefined
        ? []
        : [{ role, person: secondary, rank: "secondary" } as const]),
    ],
  );
}

/** Whether the holder is a team whose members are not known. */
export function isTeam(holder: string): boolean {
  return holder.includes("/");
}

/** GitHub takes logins that differ in case for the same person. */
export function samePerson(one: string, other: string): boolean {
  return personKey(one) === personKey(other);
}

/** One key for all spellings of a login. */
export function personKey(login: string): string {
  return login.toLowerCase();
}
