import type { HttpAnswer } from "../service/http-attempt.ts";
import { serviceAddress } from "../service/service-address.ts";
import {
  createServiceClient,
  type Reading,
} from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";

/** Calendars change seldom, and those who publish them ask not to be asked often. */
const KEEP_MS = 10 * 60_000;

export interface CalendarFeed {
  /**
   * The calendar as it is published; `age` in milliseconds where it was kept from an earlier question.
   *
   * @throws ProviderError, which does not name the address: it may hold a secret
   */
  read(): Promise<{ text: string; age?: number }>;
}

/**
 * @param feed.name as the policy calls it
 * @param feed.largest bytes
 */
export function createCalendarFeed(
  feed: { name: string; url: string; largest: number },
  surroundings: Surroundings = SURROUNDINGS,
): CalendarFeed {
  const { base, headers } = serviceAddress(feed.url);
  const client = createServiceClient(
    {
      provider: "calendar",
      name: `Calendar ${feed.name}`,
      base,
      headers: { ...headers, accept: "text/calendar" },
      largest: feed.largest,
      keepMs: KEEP_MS,
    },
    surroundings,
  );
  const { searchParams: query } = new URL(feed.url);
  const question = { path: "", ...(query.size > 0 && { query }), read };
  return {
    async read() {
      const { text, age } = await client.ask(question);
      return { text, ...(age !== undefined && { age }) };
    },
  };
}

/** A redirect is not followed: it leads to a login page, or to a place that the operator did not name. */
function read({ status }: HttpAnswer): Reading<true> {
  if (status >= 200 && status < 300) return { ok: true, value: true };
  return {
    ok: false,
    reason: `the calendar's address answered HTTP ${status}`,
    retryable: status >= 500,
  };
}
