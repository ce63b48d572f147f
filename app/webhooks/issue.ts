import * as z from "zod";
import { HALT_LABEL } from "../../core/gate/halt/halt-issue.ts";
import { REQUEST_LABEL } from "../reconciler/request/request-label.ts";

/** An issue in a payload, as far as it says whether the issue matters. */
export function isHalt({ labels }: z.infer<typeof issueInPayload>): boolean {
  return labels.some(({ name }) => name === HALT_LABEL);
}

export const issueInPayload = z.object({
  number: z.number(),
  body: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })).default([]),
});

export function isRequest({ labels }: z.infer<typeof issueInPayload>): boolean {
  return labels.some(({ name }) => name === REQUEST_LABEL);
}
