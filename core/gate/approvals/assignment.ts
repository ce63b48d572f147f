import type { RoleHolder } from "../facts.ts";
import { personKey, samePerson } from "../role-holders.ts";

/** Who fills which role: one person fills one role, one role is filled by one person. */
export type Assignment<Offer extends RoleHolder> = Map<string, Offer>;

/** Roles that compete for too few people: there are always more roles here than people. */
export interface Shortage {
  roles: string[];
  people: string[];
}

/**
 * The largest matching of roles to people, and of all such the one with the most primaries. It grows by one role at a
 * time along the cheapest augmenting path, where a primary costs nothing and a secondary one.
 *
 * @param offers who could fill which role; of equally good ones the earlier is taken
 */
export function assign<Offer extends RoleHolder>(
  roles: readonly string[],
  offers: readonly Offer[],
): Assignment<Offer> {
  const seats: Assignment<Offer> = new Map();
  for (;;) {
    const ways = cheapestWays(roles, offers, seats);
    const free = [...ways.values()]
      .filter((way) => !seatOf(way.offer.person, seats))
      .toSorted((one, other) => one.cost - other.cost)[0];
    if (!free) return seats;
    follow(free, ways, seats);
  }
}

/** Why not every role could be filled: the roles around the first empty one, and all who could fill any of these. */
export function shortageOf(
  roles: readonly string[],
  offers: readonly RoleHolder[],
): Shortage | undefined {
  const seats = assign(roles, offers);
  const empty = roles.find((role) => !seats.has(role));
  if (empty === undefined) return undefined;

  const short = new Set([empty]);
  const people = new Map<string, string>();
  // A set also visits what is added to it on the way.
  for (const role of short) {
    for (const { person } of offers.filter((offer) => offer.role === role)) {
      people.set(personKey(person), person);
      const seat = seatOf(person, seats);
      if (seat) short.add(seat.role);
    }
  }
  return { roles: [...short], people: [...people.values()] };
}

/** How a person can be brought in: by this offer, after moving others along, at this many secondaries more. */
interface Way<Offer extends RoleHolder> {
  offer: Offer;
  cost: number;
}

/** By the person's key. */
type Ways<Offer extends RoleHolder> = Map<string, Way<Offer>>;

const price = (offer: RoleHolder) => (offer.rank === "primary" ? 0 : 1);

function seatOf<Offer extends RoleHolder>(
  person: string,
  seats: Assignment<Offer>,
): Offer | undefined {
  return [...seats.values()].find((seat) => samePerson(seat.person, person));
}

/** The cheapest way from any empty role to each person (Bellman and Ford's algorithm: moving somebody can save). */
function cheapestWays<Offer extends RoleHolder>(
  roles: readonly string[],
  offers: readonly Offer[],
  seats: Assignment<Offer>,
): Ways<Offer> {
  const ways: Ways<Offer> = new Map();
  let improved = true;
  while (improved) {
    improved = false;
    for (const offer of offers) {
      if (!roles.includes(offer.role)) continue;
      const cost = costToEmpty(offer.role, seats, ways) + price(offer);
      const key = personKey(offer.person);
      if (cost >= (ways.get(key)?.cost ?? Infinity)) continue;
      ways.set(key, { offer, cost });
      improved = true;
    }
  }
  return ways;
}

/** What it costs so far that this role looks for somebody: nothing while it is empty, else moving its person away. */
function costToEmpty<Offer extends RoleHolder>(
  role: string,
  seats: Assignment<Offer>,
  ways: Ways<Offer>,
): number {
  const seat = seats.get(role);
  if (!seat) return 0;
  const away = ways.get(personKey(seat.person));
  return away ? away.cost - price(seat) : Infinity;
}

/** Seats the way's person, and everybody who has to move for it. */
function follow<Offer extends RoleHolder>(
  last: Way<Offer>,
  ways: Ways<Offer>,
  seats: Assignment<Offer>,
): void {
  let way: Way<Offer> | undefined = last;
  while (way) {
    const moved = seats.get(way.offer.role);
    seats.set(way.offer.role, way.offer);
    way = moved && ways.get(personKey(moved.person));
  }
}
