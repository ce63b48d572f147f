/** The kinds of fault that the incident response procedures have commands for. */
export const FAULT_KINDS = [
  "database-failure",
  "network-partition",
  "resource-exhaustion",
  "circuit-breaker-open",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const WORDS: Record<FaultKind, RegExp> = {
  "database-failure": /database|postgres|mysql|\bdb\b|\bsql\b/i,
  "network-partition": /network|partition|latency|packet|\bdns\b/i,
  "resource-exhaustion": /stress|resource|\bcpu\b|memory|\boom\b/i,
  "circuit-breaker-open": /circuit[ _-]?breaker/i,
};

/**
 * Which kinds of fault an experiment is about.
 *
 * @param texts what tells of it, the most telling first; the first that names a kind decides
 */
export function faultKinds(texts: readonly string[]): FaultKind[] {
  for (const text of texts) {
    const kinds = FAULT_KINDS.filter((kind) => WORDS[kind].test(text));
    if (kinds.length > 0) return kinds;
  }
  return [];
}
