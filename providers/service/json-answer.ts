import * as z from "zod";
import type { HttpAnswer } from "./http-attempt.ts";
import type { Reading } from "./service-client.ts";

/** A moment as RFC 3339 writes it, in any zone. */
export const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text));

/**
 * Reads an answer in JSON of a known shape. What else there may be is named: a refusal, a page that is no JSON, JSON of
 * another shape.
 *
 * @param name as sentences name the service: `PagerDuty`
 */
export function jsonAnswer<Value>(
  name: string,
  schema: z.ZodType<Value>,
): (answer: HttpAnswer) => Reading<Value> {
  return ({ status, text }) => {
    if (status < 200 || status >= 300) return refusal(name, status);
    const json = asJson(text);
    if (json === undefined) {
      const reason = `${name} answered what makes no sense, at its root: it is no JSON`;
      return { ok: false, reason };
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { ok: true, value: parsed.data };
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(".") || "its root";
    return {
      ok: false,
      reason: `${name} answered what makes no sense, at ${place}: ${issue?.message ?? "it has another shape"}`,
    };
  };
}

/** Says an HTTP status that is no success. */
export function refusal(name: string, status: number): Reading<never> {
  if (status === 401 || status === 403) {
    const reason = `${name} does not accept the credentials (HTTP ${status}); whoever operates this app renews them`;
    return { ok: false, reason, retryable: false };
  }
  const reason = `${name} answered HTTP ${status}${because(status)}`;
  return { ok: false, reason, retryable: status >= 500 };
}

function because(status: number): string {
  if (status === 404)
    return ": it has nothing by the id that the policy names, or its address in the app's settings is not right";
  return status >= 300 && status < 400
    ? ": its address leads elsewhere, perhaps to a login page; whoever operates this app corrects it"
    : "";
}

/** @returns undefined where it is no JSON */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
