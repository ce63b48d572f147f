import type { Attempt, HttpAnswer } from "./http-attempt.ts";
import { ProviderError } from "../provider-error.ts";

const SHOWN = 500;

/** Of whose failures is spoken. */
export interface FailingService {
  /** As evidence names it: `pagerduty`. */
  provider: string;
  /** As sentences name it: `PagerDuty`. */
  name: string;
  /** Takes credentials out of what others wrote. */
  hide: (text: string) => string;
}

/** The failures of one service, each with its own words. */
export function createFailures({ provider, name, hide }: FailingService) {
  const failure = (
    reason: string,
    options: Partial<ConstructorParameters<typeof ProviderError>[2]> = {},
  ) => new ProviderError(provider, reason, { retryable: true, ...options });
  return {
    late: (milliseconds: number) =>
      failure(`${name} did not answer within ${milliseconds / 1_000} seconds`),
    tooLarge: (bytes: number) =>
      failure(`${name} answered more than ${bytes / 1024 / 1024} MB`),
    unreachable: ({
      why,
      cause,
    }: Extract<Attempt, { outcome: "unreachable" }>) =>
      failure(`${name} could not be reached: ${hide(why).slice(0, 200)}`, {
        cause,
      }),
    /** @param again milliseconds since 1970; in the past where the service did not say */
    tooOften: (again: number, now: number) =>
      failure(
        `${name} was asked too often${again > now ? `, again at ${timeOfDay(again)}` : ""}`,
        { status: 429 },
      ),
    /** @param last how it failed at last, as a sentence without a full stop */
    resting: (until: number, last: string) =>
      failure(
        `${last}; that was several times in a row, and it is left alone until ${timeOfDay(until)}`,
      ),
    busy: ({ status }: HttpAnswer) =>
      failure(`${name} answered HTTP ${status}`, { status }),
    unreadable: (
      { reason, retryable = true }: { reason: string; retryable?: boolean },
      { status, text }: HttpAnswer,
    ) =>
      failure(hide(reason), {
        retryable,
        status,
        answer: hide(text).slice(0, SHOWN),
      }),
  };
}

/** `14:05 UTC`, never too early. */
function timeOfDay(moment: number): string {
  const minute = new Date(Math.ceil(moment / 60_000) * 60_000);
  return `${minute.toISOString().slice(11, 16)} UTC`;
}
