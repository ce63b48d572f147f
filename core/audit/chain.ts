import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { AuditEntry, ChainEvent } from "./entry.ts";

/** Up to where a chain is told: the last entry's place and hash. Whoever keeps it notices when the end is cut off. */
export type Head = Pick<AuditEntry, "position" | "hash">;

/** The head of a chain that has no entry yet. */
export const BEGINNING: Head = { position: 0, hash: "0".repeat(64) };

/** The event as the next entry of the chain. */
export function chained(event: ChainEvent, head: Head): AuditEntry {
  const { at, owner, repo, subject, kind, data } = event;
  const entry = {
    position: head.position + 1,
    at,
    owner,
    repo,
    subject,
    kind,
    data,
    previous: head.hash,
  };
  return { ...entry, hash: hashOf(entry) };
}

export function hashOf(entry: Omit<AuditEntry, "hash">): string {
  const { position, at, owner, repo, subject, kind, data, previous } = entry;
  return createHash("sha256")
    .update(
      canonicalJson({
        position,
        at,
        owner,
        repo,
        subject,
        kind,
        data,
        previous,
      }),
    )
    .digest("hex");
}

/** What tells that all entries up to this one were removed by the operator's retention, so that the rest still holds. */
export const PRUNED = "audit-pruned";

/** The head that an entry of that kind leaves behind. */
export function prunedTo({ kind, data }: ChainEvent): Head | undefined {
  const { position, hash } = data;
  return kind === PRUNED &&
    typeof position === "number" &&
    typeof hash === "string"
    ? { position, hash }
    : undefined;
}
