import { createHmac } from "node:crypto";
import type { RequestRecord } from "./observation.ts";
import { isOver } from "./request.ts";
import { OUT_OF_SIGHT } from "./watch.ts";

/** Looks come every ten seconds; so long one may be late beyond the time in which a run is stopped anyway. */
const LATE = 30_000;

/**
 * The key of one repository, which its workflows keep as a secret: it makes the tokens of its runs, and of no others.
 *
 * @param repository `owner/name`, in any case
 */
export function safeguardKey(secret: string, repository: string): string {
  return hmac(secret, repository.toLowerCase());
}

/** The token with which one attempt of one run asks whether it may go on. */
export function safeguardToken(
  key: string,
  { run, attempt }: { run: number; attempt: number },
): string {
  return hmac(key, `${String(run)}/${String(attempt)}`);
}

export type SafeguardAnswer = { ok: true } | { ok: false; error: string };

/** Whether an experiment that asks by itself may go on, by what is remembered of its request. */
export function safeguard(
  { phase, dispatch }: Pick<RequestRecord, "phase" | "dispatch">,
  now: Date,
): SafeguardAnswer {
  if (dispatch?.stopped) return no(dispatch.stopped.because);
  if (!dispatch || isOver(phase))
    return no(`The request is ${phase}, so nothing runs for it.`);
  const { watchedAt } = dispatch;
  if (watchedAt && now.getTime() - watchedAt.getTime() > OUT_OF_SIGHT + LATE)
    return no(
      `Nobody has watched this run since ${watchedAt.toISOString().slice(11, 19)} UTC.`,
    );
  return { ok: true };
}

function no(error: string): SafeguardAnswer {
  return { ok: false, error };
}

function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}
