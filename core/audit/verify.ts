import { BEGINNING, hashOf, prunedTo, type Head } from "./chain.ts";
import type { AuditEntry } from "./entry.ts";

/** The first thing that is wrong with a chain. */
export type Fault =
  /** The entry is not what it was when it was written. */
  | { kind: "changed"; entry: AuditEntry }
  /** Another entry stands where this one should. */
  | { kind: "misplaced"; expected: number; entry: AuditEntry }
  /** The entry does not follow from the one before, which was written anew. */
  | { kind: "unlinked"; entry: AuditEntry }
  /** The chain begins after these, and no entry says that they were pruned. */
  | { kind: "beginning-missing"; upTo: number }
  /** The chain ends before its head as the app remembers it. */
  | { kind: "end-missing"; last: number; head: Head }
  /** The entry with the hash that is known from elsewhere is not there. */
  | { kind: "anchor-missing"; last: number; anchor: string };

export interface Verification {
  /** How many entries are there. */
  entries: number;
  /** The place of the first. */
  first: number;
  head: Head;
}

export type Verified = { ok: true } & Verification;

/** Takes the entries of one chain in their order, and says what is wrong first. */
export interface Verifier {
  next(entry: AuditEntry): Fault | undefined;
  /** @param head as the app remembers it, where that is known */
  end(head?: Head): Verified | { ok: false; fault: Fault };
}

/**
 * Whoever can write to the database could write a chain anew from some entry on, or cut its end off, and it would still
 * be one. Only a hash that was kept elsewhere tells.
 *
 * @param anchor the hash of an entry that has to be in the chain
 */
export function createVerifier(anchor?: string): Verifier {
  let head: Head | undefined;
  let start = BEGINNING;
  let entries = 0;
  let attested = true;
  let anchored = anchor === undefined;

  return {
    next: (entry) => {
      if (!head) {
        start = head = { position: entry.position - 1, hash: entry.previous };
        attested = isBeginning(head);
        if (head.position === 0 && !attested)
          return { kind: "unlinked", entry };
        anchored ||= head.hash === anchor;
      }
      const expected = head.position + 1;
      if (entry.position !== expected)
        return { kind: "misplaced", expected, entry };
      if (hashOf(entry) !== entry.hash) return { kind: "changed", entry };
      if (entry.previous !== head.hash) return { kind: "unlinked", entry };
      head = { position: entry.position, hash: entry.hash };
      entries += 1;
      const pruned = prunedTo(entry);
      attested ||= pruned !== undefined && isSame(pruned, start);
      anchored ||= entry.hash === anchor || pruned?.hash === anchor;
      return undefined;
    },

    end: (remembered) => {
      const last = head ?? BEGINNING;
      const fault = whatIsMissing(last, remembered);
      if (fault) return { ok: false, fault };
      return { ok: true, entries, first: start.position + 1, head: last };
    },
  };

  function whatIsMissing(last: Head, remembered?: Head): Fault | undefined {
    if (!attested) return { kind: "beginning-missing", upTo: start.position };
    if (remembered && !isSame(last, remembered))
      return { kind: "end-missing", last: last.position, head: remembered };
    if (anchor !== undefined && !anchored)
      return { kind: "anchor-missing", last: last.position, anchor };
    return undefined;
  }
}

function isBeginning(head: Head): boolean {
  return isSame(head, BEGINNING);
}

function isSame(one: Head, other: Head): boolean {
  return one.position === other.position && one.hash === other.hash;
}
