import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { isRateLimited, pauseMs } from "./rate-limit.ts";

/* How Octokit's RequestError looks: three packages carry their own copy of the class, so `instanceof` is no test. */
const requestError = z.object({
  name: z.literal("HttpError"),
  message: z.string(),
  status: z.number(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()).default({}),
      data: z.unknown(),
    })
    .optional(),
});

/** What GitHub, or the way to it, said instead of an answer. */
export interface Refusal {
  /** Absent where there was no answer at all. */
  status?: number;
  message: string;
  headers: Record<string, unknown>;
  data: unknown;
}

/** Reads an error that an Octokit client threw; undefined where it is no failed request but a bug. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Error && error.name === "AbortError") {
    return { message: "it took too long", headers: {}, data: undefined };
  }
  const parsed = requestError.safeParse(error);
  if (!parsed.success) return undefined;
  const { status, message, response } = parsed.data;
  // Octokit says 500 where the network failed; without a response nobody answered that.
  return response
    ? { status, message, headers: response.headers, data: response.data }
    : { message, headers: {}, data: undefined };
}

/** Whether the same request may succeed later: no answer, 5xx, or one of GitHub's rate limits. */
function isRetryable(refusal: Refusal): boolean {
  const { status } = refusal;
  return status === undefined || status >= 500 || isRateLimited(refusal);
}

/** @param doing what was tried, to be read after "could not": `read the comments of issue 7` */
export function failure(
  doing: string,
  refusal: Refusal,
  cause: unknown,
): ProviderError {
  const said = refusal.message.slice(0, 500);
  const answered =
    refusal.status === undefined
      ? `no answer (${said})`
      : `answered ${refusal.status}${said === "" ? "" : ` (${said})`}`;
  return new ProviderError("github", `could not ${doing}: ${answered}`, {
    retryable: isRetryable(refusal),
    ...(isRateLimited(refusal) && { retryAfterMs: pauseMs(refusal.headers) }),
    ...(refusal.status !== undefined && { status: refusal.status }),
    cause,
  });
}

/** GitHub answered, and the answer is none: a proxy's page, half a document, something of another shape. */
export function nonsense(doing: string, cause: unknown): ProviderError {
  const where =
    cause instanceof z.ZodError
      ? ` at ${cause.issues[0]?.path.join(".") || "its root"}: ${cause.issues[0]?.message}`
      : "";
  return new ProviderError(
    "github",
    `could not ${doing}: the answer makes no sense${where}`,
    { retryable: true, cause },
  );
}
