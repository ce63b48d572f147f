import * as z from "zod";

/** Headers of an answer, as Octokit has them: names in lower case, some values as numbers. */
type Headers = Record<string, unknown>;

const SECOND_MS = 1_000;
/** How long to wait where GitHub does not say for how long: "at least one minute". */
const UNSAID_MS = 60 * SECOND_MS;
/** The rate limit is renewed every hour. */
const LONGEST_MS = 3_600 * SECOND_MS;

const count = z.coerce.number().int().nonnegative();

/** What one token may still ask, as an answer tells it. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** In how long there is all of it again. */
  renewedInMs: number;
}

const allowance = z
  .object({
    "x-ratelimit-limit": count,
    "x-ratelimit-remaining": count,
    // Search and a few others are counted by themselves.
    "x-ratelimit-resource": z.literal("core").optional(),
  })
  .transform((headers) => ({
    limit: headers["x-ratelimit-limit"],
    remaining: headers["x-ratelimit-remaining"],
  }));

/** Undefined where the answer says nothing of it, as on a GitHub Enterprise Server without rate limits. */
export function allowanceIn(headers: Headers): Allowance | undefined {
  const { data } = allowance.safeParse(headers);
  return data && { ...data, renewedInMs: renewedInMs(headers) };
}

/**
 * Whether GitHub refused because it was asked too much: by the hour, or by one of the secondary limits, which answer 403
 * as well as 429.
 * Source: GitHub's "Rate limits for the REST API", section "Exceeding the rate limit".
 */
export function isRateLimited(refusal: {
  status?: number;
  message: string;
  headers: Headers;
}): boolean {
  const { status, message, headers } = refusal;
  if (status === 429) return true;
  return (
    status === 403 &&
    (headers["x-ratelimit-remaining"] === "0" ||
      headers["retry-after"] !== undefined ||
      /rate limit/i.test(message))
  );
}

/** For how long whoever was refused by a rate limit is to ask nothing more. */
export function pauseMs(headers: Headers): number {
  const seconds = count.safeParse(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && seconds.success)
    return bounded(seconds.data * SECOND_MS);
  return headers["x-ratelimit-remaining"] === "0"
    ? renewedInMs(headers)
    : UNSAID_MS;
}

/** By GitHub's own clock, which is not ours. */
function renewedInMs(headers: Headers): number {
  const reset = count.safeParse(headers["x-ratelimit-reset"]);
  const now = Date.parse(String(headers["date"]));
  if (!reset.success || Number.isNaN(now)) return UNSAID_MS;
  return bounded(reset.data * SECOND_MS - now);
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, SECOND_MS), LONGEST_MS);
}
