import type { AnswerMemory } from "./answer-memory.ts";
import { refusalOf } from "./failure.ts";
import type { Octokit } from "./octokit.ts";

type Answer = Awaited<ReturnType<Octokit["request"]>>;

/** What is asked of an organisation's own repository, which most do not have, or do not show to the App. */
const RARE = "GET /repos/{owner}/{repo}/commits";
/** A 404 has no ETag and counts each time, so it is believed for so long; there, nobody waits for what is new. */
const ABSENT_MS = 60_000;

/** How many things GitHub shows on the longest page of a list. */
const FULL_PAGE = 100;

/**
 * The same client, which has GitHub say what it answered before only where that changed: every answer is as new as
 * without, and one that did not change costs nothing of the rate limit.
 * Source: GitHub's "Best practices for using the REST API", section "Use conditional requests if appropriate".
 *
 * @param whose what the client may see: answers to one installation are never shown to another
 */
export function conditionally(
  octokit: Octokit,
  memory: AnswerMemory,
  whose: string,
): Octokit {
  return {
    async request(route, parameters = {}) {
      if (!route.startsWith("GET ")) return octokit.request(route, parameters);
      const question = JSON.stringify([whose, route, parameters]);
      const absent = memory.absence(question, performance.now() - ABSENT_MS);
      if (absent !== undefined) throw absent;
      const kept = memory.recall(question);
      const headers = kept && { "if-none-match": kept.etag };
      try {
        const answer = await octokit.request(route, {
          ...parameters,
          ...(headers && { headers }),
        });
        remember(question, answer, memory);
        return answer;
      } catch (error) {
        const status = refusalOf(error)?.status;
        if (status === 404 && route === RARE && error instanceof Error)
          memory.keepAbsence(question, error, performance.now());
        if (!kept || status !== 304) throw error;
        const { link, text } = kept;
        return { status: 200, headers: { link }, data: JSON.parse(text) };
      }
    },
  };
}

function remember(question: string, answer: Answer, memory: AnswerMemory) {
  const { etag, link } = answer.headers;
  if (typeof etag !== "string" || !isWhole(answer)) memory.forget(question);
  else memory.keep(question, { etag, link, text: JSON.stringify(answer.data) });
}

/**
 * Whether an answer with the same text says the same. A full last page does not: when another page follows, the text
 * stays, and only its Link header changes.
 */
function isWhole({ status, headers, data }: Answer): boolean {
  if (status !== 200 || typeof data !== "object" || data === null) return false;
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return false;
  const isFull = Array.isArray(data) && data.length >= FULL_PAGE;
  return !isFull || /\brel="next"/.test(String(headers["link"]));
}
