import { personKey } from "../gate/role-holders.ts";
import type { Comment } from "./observation.ts";
import type { Pin } from "./request.ts";

type Announced = Pick<Pin, "announcedBy">;

/** The hidden line of a comment that calls people to approve what is pinned: which pin, and whom. */
export function callMarker(pin: Announced, people: readonly string[]): string {
  return `<!-- ${beginning(pin)}${people.map(personKey).join(",")} -->`;
}

/** Everybody who was called for this pin, by the key of their login. In somebody else's comment the line means nothing. */
export function calledFor(
  pin: Announced,
  comments: readonly Comment[],
): Set<string> {
  const begin = `<!-- ${beginning(pin)}`;
  const people = comments
    .filter(({ ours }) => ours)
    .flatMap(({ body }) => body.split(/\r?\n/))
    .filter((line) => line.startsWith(begin) && line.endsWith(" -->"))
    .flatMap((line) => line.slice(begin.length, -" -->".length).split(","));
  return new Set(people);
}

function beginning({ announcedBy }: Announced): string {
  return `chaos-governor:called:${String(announcedBy)}:`;
}
