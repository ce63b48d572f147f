import type { Policy } from "../policy/schema.ts";
import type { RoleHolder } from "./facts.ts";

/** Everybody whom the policy names, role by role, primaries first; a team stands there as `org/team`. */
export function roleHolders(policy: Pick<Policy, "roles">): RoleHolder[] {
  return Object.entries(policy.roles).flatMap(
    ([role, { primary, secondary }]): RoleHolder[] => [
      ...(primary === undefined
        ? []
        : [{ role, person: primary, rank: "primary" } as const]),
      ...(secondary === undefined
        ? []
        : [{ role, person: secondary, rank: "secondary" } as const]),
    ],
  );
}

/** Whether the holder is a team or a rota, so that nobody knows who that is. */
export function isGroup(holder: string): boolean {
  return holder.includes("/");
}

/** Whether the holder is a rota; no team's organisation has a colon in its name. */
export function isRota(holder: string): boolean {
  return isGroup(holder) && holder.includes(":");
}

/** Whether they hold the role now. */
export function isPresent({ during }: RoleHolder): boolean {
  return during === undefined;
}

/** GitHub takes logins that differ in case for the same person. */
export function samePerson(one: string, other: string): boolean {
  return personKey(one) === personKey(other);
}

/** One key for all spellings of a login. */
export function personKey(login: string): string {
  return login.toLowerCase();
}
