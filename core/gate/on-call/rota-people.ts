import type { PeopleService, People } from "../../policy/roles.ts";
import type { Shift } from "../facts.ts";

/** Somebody as a service knows them. */
export interface RotaUser {
  id: string;
  name?: string;
  email?: string;
}

/** When somebody is on call, as a service says it; open on each side where a bound is absent. */
export interface UserShift {
  user: RotaUser;
  from?: Date;
  until?: Date;
}

/** The same shift with the user's login on GitHub, or as that of a stranger where the policy does not say it. */
export function toShift(
  { user, ...time }: UserShift,
  service: PeopleService | undefined,
  people: People,
): Shift {
  const person = loginOf(user, service, people);
  return person === undefined
    ? { ...time, stranger: nameOf(user) }
    : { ...time, person };
}

/** Whether the policy knows the user by their id in the service. */
export function isMapped(
  id: string,
  service: PeopleService,
  people: People,
): boolean {
  return loginOf({ id }, service, people) !== undefined;
}

/** By their id in the service, or their login in lower case where there is none; else by their e-mail address. */
function loginOf(
  { id, email }: RotaUser,
  service: PeopleService | undefined,
  people: People,
): string | undefined {
  const all = Object.entries(people);
  const byId = all.find(
    ([login, identity]) =>
      (service ? identity[service] : login.toLowerCase()) === id,
  );
  const byEmail = all.find(
    ([, { emails = [] }]) =>
      email !== undefined &&
      emails.some((one) => one.toLowerCase() === email.toLowerCase()),
  );
  return (byId ?? byEmail)?.[0];
}

/**
 * `Jane Doe, j…@example.com (PJANE01)`: requests may be public, and of an address it shows as much as who knows the person
 * needs to tell who is meant.
 */
function nameOf({ id, name, email }: RotaUser): string {
  const words = [name, email].flatMap((word) =>
    word === undefined ? [] : [veiled(word)],
  );
  if (words.length === 0) return veiled(id);
  return id === email
    ? words.join(", ")
    : `${words.join(", ")} (${veiled(id)})`;
}

/** An e-mail address without the name before its @, but for the first letter; anything else as it is. */
function veiled(word: string): string {
  return word.replace(/([^\s@])[^\s@]*@(?=[^\s@]+$)/, "$1…@");
}
