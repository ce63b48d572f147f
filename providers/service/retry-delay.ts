const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** Numbers above this are moments (seconds since 1970); below, they are seconds from now. */
const MOMENT = 1_000_000_000;

/**
 * How long to wait before asking again: a random share of a time that doubles, so that many askers don't come back at
 * once.
 * Source: AWS Architecture Blog, "Exponential Backoff and Jitter", full jitter.
 *
 * @param failures how many attempts have failed so far
 */
export function retryDelay(failures: number, random: () => number): number {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}

/**
 * When a service that was asked too often, or is busy, wants to be asked again; undefined where it does not say.
 * Sources: RFC 9110, section 10.2.3 (Retry-After: seconds or a date); PagerDuty's "Rate limits" (`ratelimit-reset`:
 * seconds); others send `x-ratelimit-reset` with a moment.
 *
 * @returns milliseconds since 1970
 */
export function askAgainAt(headers: Headers, now: number): number | undefined {
  const after = headers.get("retry-after");
  const date = after === null ? Number.NaN : Date.parse(after);
  const said =
    seconds(after) ??
    seconds(headers.get("ratelimit-reset")) ??
    seconds(headers.get("x-ratelimit-reset"));
  if (said !== undefined) {
    return said > MOMENT ? said * 1_000 : now + said * 1_000;
  }
  return Number.isNaN(date) ? undefined : Math.max(date, now);
}

function seconds(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}(\.\d+)?$/.test(text.trim())
    ? Number(text)
    : undefined;
}
