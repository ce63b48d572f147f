/** The time that has to have been calm: every incident that is open counts, and every one that ended since. */
export interface Period {
  since: Date;
  now: Date;
}

/** How much of an answer evidence keeps. */
const SHOWN = 500;

/** A source's incidents in a few words each, as evidence keeps them. */
export function listed(incidents: readonly string[]): string {
  return incidents.length === 0 ? "none" : incidents.join("; ").slice(0, SHOWN);
}
