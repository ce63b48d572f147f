import * as z from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Something that was done or decided, of which thing, and on what. */
const eventShape = {
  /** ISO 8601 in UTC, to the millisecond. */
  at: z.iso.datetime({ precision: 3 }),
  /** The repository as it was called then, in lower case. */
  owner: z.string(),
  repo: z.string(),
  /** What it is about: `issue:12`, `run:99`, … */
  subject: z.string(),
  /** What happened: `phase`, `dispatch`, `decision`, … */
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
};

/** An event of the audit trail in its place in its repository's chain; as it is exported, one a line. */
export const auditEntrySchema = z.strictObject({
  /** 1 for the first of its repository, then one more each time. */
  position: z.int().positive(),
  ...eventShape,
  /** The hash of the entry before; zeros before the first. */
  previous: hash,
  /** SHA-256 over everything else. */
  hash,
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type ChainEvent = Omit<AuditEntry, "position" | "previous" | "hash">;
