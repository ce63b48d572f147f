import { bytesOf } from "./response-bytes.ts";
import type { Surroundings } from "./surroundings.ts";

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** What asking once came to. */
export type Attempt =
  | { outcome: "answer"; answer: HttpAnswer }
  | { outcome: "late" }
  | { outcome: "too-large" }
  | { outcome: "unreachable"; why: string; cause: Error };

/**
 * Asks once: headers and body have to be there within the time.
 *
 * @param options.timeoutMs for this attempt
 * @param options.largest bytes of the body
 */
export async function attempt(
  request: { url: string; init: RequestInit },
  options: { timeoutMs: number; largest: number; surroundings: Surroundings },
): Promise<Attempt> {
  const { timeoutMs, largest, surroundings } = options;
  const tooLate = new AbortController();
  const done = new AbortController();
  const timeout = surroundings
    .wait(timeoutMs, done.signal)
    .then((): Attempt => ({ outcome: "late" }));
  try {
    return await Promise.race([
      exchange(request, { largest, signal: tooLate.signal, surroundings }),
      timeout,
    ]);
  } finally {
    done.abort();
    tooLate.abort();
  }
}

async function exchange(
  { url, init }: { url: string; init: RequestInit },
  options: { largest: number; signal: AbortSignal; surroundings: Surroundings },
): Promise<Attempt> {
  const { largest, signal, surroundings } = options;
  try {
    // A redirect leads to a login page, or elsewhere with the token.
    const redirect = "manual";
    const response = await surroundings.fetch(url, {
      ...init,
      redirect,
      signal,
    });
    const { status, headers } = response;
    const bytes = await bytesOf(response, largest);
    if (!bytes) return { outcome: "too-large" };
    const text = new TextDecoder().decode(bytes);
    return { outcome: "answer", answer: { status, headers, text } };
  } catch (error) {
    if (signal.aborted) return { outcome: "late" };
    // Fetch says a failed connection with a TypeError; everything else is a bug.
    if (!(error instanceof TypeError)) throw error;
    const cause = error.cause instanceof Error ? error.cause : error;
    const why = "code" in cause ? String(cause.code) : cause.message;
    return { outcome: "unreachable", why, cause: error };
  }
}
