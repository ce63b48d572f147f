import { formatOpening } from "../moment.ts";
import { plain } from "../plain.ts";

/** A verdict as people read it. */
export interface VerdictWords {
  summary: string;
  /** What would make the gate pass. */
  mend?: string;
  /** Logins, without an at sign, of those who can. */
  who?: string[];
  /** Pages of what it speaks of; titles and addresses are others' words. */
  pages?: { title: string; address: string }[];
}

/** A fact that could not be learned: what it is about, and why. */
export function describeNotKnown(what: string, reason: string): VerdictWords {
  return {
    summary: `${what} not known: ${plain(reason, 300)}.`.replace(/\.\.$/, "."),
    mend: "It has to be known before this can pass.",
  };
}

export function waitUntil(opensAt: Date): string {
  return `Wait: it opens by itself ${formatOpening(opensAt)}.`;
}
