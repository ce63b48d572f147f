import { createAnswerMemory } from "./answer-memory.ts";
import { hideCredentials } from "./hidden-credentials.ts";
import type { HttpAnswer } from "./http-attempt.ts";
import { createAttempts, type AttemptLimits } from "./service-attempts.ts";
import { createFailures } from "./service-failure.ts";
import type { Surroundings } from "./surroundings.ts";

/** What an answer says, or why it is none; as a sentence without a full stop. */
export type Reading<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: string; retryable?: boolean };

export interface Question<Value> {
  /** Below the service's address: `/api/v2/alerts`. */
  path: string;
  query?: URLSearchParams;
  /** Makes it a POST with a form; without it, the question is a GET. */
  form?: URLSearchParams;
  /** Reads whatever came at last, also an error's page. */
  read: (answer: HttpAnswer) => Reading<Value>;
}

interface Answered<Value> {
  value: Value;
  /** The raw answer, without what proves who we are. */
  text: string;
  /** Milliseconds since the answer came, where it was kept from an earlier question; absent: it was asked now. */
  age?: number;
}

export interface ServiceClient {
  /**
   * Asks, again where that may help, until the deadline. The same question within a short time is answered from memory.
   *
   * @param deadline milliseconds since 1970; its own where absent. Questions that belong together share one.
   * @throws ProviderError
   */
  ask<Value>(
    question: Question<Value>,
    deadline?: number,
  ): Promise<Answered<Value>>;
  /** The deadline of a question that is put now. */
  deadline(): number;
}

export interface ServiceSettings extends Partial<AttemptLimits> {
  /** As evidence names it: `pagerduty`. */
  provider: string;
  /** As sentences name it: `PagerDuty`. */
  name: string;
  /** Without a slash at the end. */
  base: string;
  headers: Record<string, string>;
  /** How long an answer is kept; milliseconds. */
  keepMs?: number;
}

/**
 * The one way in which services other than GitHub are asked: see docs/adr/0008. A client lives as long as the process,
 * because it remembers answers, failures and limits.
 */
export function createServiceClient(
  settings: ServiceSettings,
  surroundings: Surroundings,
): ServiceClient {
  const { base, headers, keepMs = 30_000 } = settings;
  const limits = {
    attemptMs: settings.attemptMs ?? 4_000,
    questionMs: settings.questionMs ?? 10_000,
    attempts: settings.attempts ?? 3,
    largest: settings.largest ?? 2 * 1024 * 1024,
  };
  const { now } = surroundings;
  const hide = hideCredentials(headers);
  const attempts = createAttempts({ ...settings, hide }, limits, surroundings);
  const memory = createAnswerMemory<HttpAnswer>({ keepMs, now });
  const { unreadable } = createFailures({ ...settings, hide });
  const deadline = () => now() + limits.questionMs;

  return {
    deadline,
    async ask({ path, query, form, read }, until = deadline()) {
      const search = query ? `?${query.toString()}` : "";
      const url = `${base}${path}${search}`;
      const init: RequestInit = {
        headers: { accept: "application/json", ...headers },
        ...(form && { method: "POST", body: form }),
      };
      const key = `${url}\n${form?.toString() ?? ""}`;
      const begun = now();
      const { answer, at } = await memory.recall(key, () =>
        attempts({ url, init }, until),
      );
      const reading = read(answer);
      if (!reading.ok) {
        memory.forget(key);
        throw unreadable(reading, answer);
      }
      return {
        value: reading.value,
        text: hide(answer.text),
        ...(at < begun && { age: begun - at }),
      };
    },
  };
}
