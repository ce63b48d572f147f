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

/** What to do about anything that could not be learned. */
export const LEARN_IT =
  "Have that mended where it does not pass by itself: what is not known never passes.";

/** A fact that could not be learned: what it is about, and why. */
export function describeNotKnown(what: string, reason: string): VerdictWords {
  return {
    summary: `${what} not known: ${plain(reason, 300)}.`.replace(/\.\.$/, "."),
    mend: LEARN_IT,
  };
}

export function waitUntil(opensAt: Date): string {
  return `Wait: it opens by itself ${formatOpening(opensAt)}.`;
}
