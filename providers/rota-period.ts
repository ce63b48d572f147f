import type { Fact } from "../core/gate/fact.ts";
import type { UserShift } from "../core/gate/on-call/rota-people.ts";
import { ProviderError } from "./provider-error.ts";
import type { Question, ServiceClient } from "./service/service-client.ts";

/** For which time a rota is looked up, and of whom it is known already who they are. */
export interface RotaPeriod {
  from: Date;
  until: Date;
  now: Date;
  /** Whether the policy knows the user by this id: then nothing more has to be asked of them. */
  isMapped: (id: string) => boolean;
}

/**
 * Who is on call by a schedule.
 *
 * @throws ProviderError
 */
export type ScheduleLookup = (
  rota: { schedule: string },
  period: RotaPeriod,
) => Promise<Fact<UserShift[]>>;

const DAY_MS = 86_400_000;
/** How much of an answer evidence keeps. */
const SHOWN = 500;

/** Who is on call now and within a day, as evidence keeps it: what comes later would only change it more often. */
export function shownShifts(shifts: readonly UserShift[], now: Date): string {
  const soon = new Date(now.getTime() + DAY_MS);
  const shown = shifts
    .filter(({ until }) => !until || until > now)
    .filter(({ from }) => !from || from < soon)
    .map(
      ({ user, from, until }) =>
        `${user.name ?? user.id} ${from?.toISOString() ?? "…"}/${until?.toISOString() ?? "…"}`,
    );
  return shown.length === 0 ? "nobody" : shown.join("; ").slice(0, SHOWN);
}

/** Questions that belong together: they share a deadline, and together are as old as the oldest of their answers. */
export interface Questions {
  /** @throws ProviderError */
  ask<Value>(question: Question<Value>): Promise<Value>;
  /** For the evidence of what came of all of them so far. */
  age(): { age?: number };
}

export function questionsTo(client: ServiceClient): Questions {
  const deadline = client.deadline();
  let oldest = 0;
  return {
    async ask(question) {
      const { value, age = 0 } = await client.ask(question, deadline);
      oldest = Math.max(oldest, age);
      return value;
    },
    age: () => (oldest > 0 ? { age: oldest } : {}),
  };
}

const MOST_PAGES = 10;

/**
 * Reads page after page.
 *
 * @param read reads a page, and says how to ask for the next one; undefined at the last
 * @throws ProviderError where there are more pages than any rota has
 */
export async function allPages<Item, Cursor>(
  service: { provider: string; name: string },
  first: Cursor,
  read: (
    cursor: Cursor,
  ) => Promise<{ items: Item[]; next: Cursor | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: Cursor | undefined = first;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- whether there is a next page, each page says
    const { items, next } = await read(cursor);
    all.push(...items);
    if (next === undefined) return all;
    cursor = next;
  }
  throw new ProviderError(
    service.provider,
    `${service.name} has more than ${MOST_PAGES} pages of shifts for these days`,
    { retryable: false },
  );
}
