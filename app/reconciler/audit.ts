import type { RepositoryRef } from "../store/records.ts";
import type { LookContext } from "./context.ts";

/** Appends to the audit trail what was just done. */
export async function audit(
  { store, clock }: Pick<LookContext, "store" | "clock">,
  { owner, repo }: RepositoryRef,
  event: { subject: string; kind: string; data: Record<string, unknown> },
): Promise<void> {
  await store.appendAudit({ owner, repo, at: clock(), ...event });
}
