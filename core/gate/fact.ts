/** What was asked, of whom, and what came back: enough to show a decision again a year later. */
export interface Evidence {
  /** Who was asked: `github`, `prometheus`, `policy`, `facts file`, … */
  source: string;
  at: Date;
  /** Milliseconds since the answer came, where it was kept from an earlier question; absent: it was asked at that time. */
  age?: number;
  /** The question as it was put, where there was one (a PromQL query, a search, a path). */
  query?: string;
  /** The raw answer, shortened to at most 500 characters. */
  answer?: string;
  /** A page where a person can look for themselves. */
  link?: string;
}

/** Something learned of the world, or the reason why it could not be learned. */
export type Fact<T> =
  | { known: true; value: T; evidence: Evidence[] }
  | { known: false; reason: string; evidence: Evidence[] };

/** A fact of several sources: where some of them can't be learned, `partly` is what the others say. */
export type JointFact<T> =
  | Fact<T>
  | {
      known: false;
      reason: string;
      evidence: Evidence[];
      /** Enough to fail on, never to pass. */
      partly: T;
    };

export function known<T>(value: T, ...evidence: Evidence[]): Fact<T> {
  return { known: true, value, evidence };
}

export function unknown(reason: string, ...evidence: Evidence[]): Fact<never> {
  return { known: false, reason, evidence };
}

/** The reason of a fact that no gate of the policy needs, so that it was not looked up. */
export const NOT_ASKED_FOR = "the policy does not ask for it";
