/** More questions than one look asks; the oldest are forgotten first. */
const MOST_ANSWERS = 100;

/** An answer, and when it came (milliseconds since 1970). */
interface Kept<Answer> {
  answer: Answer;
  at: number;
}

/** Keeps answers for a short time, so that looks in quick succession, or at once, ask only once. */
export interface AnswerMemory<Answer> {
  /** What is kept under the key, or what `ask` comes to; that it fails is not kept. */
  recall(key: string, ask: () => Promise<Answer>): Promise<Kept<Answer>>;
  /** Has the next one ask again: the answer was of no use. */
  forget(key: string): void;
}

interface Entry<Answer> {
  kept: Promise<Kept<Answer>>;
  /** Absent while the question is under way. */
  at?: number;
}

export function createAnswerMemory<Answer>(options: {
  keepMs: number;
  now: () => number;
}): AnswerMemory<Answer> {
  const { keepMs, now } = options;
  const entries = new Map<string, Entry<Answer>>();

  function begin(key: string, ask: () => Promise<Answer>): Entry<Answer> {
    const entry: Entry<Answer> = {
      kept: ask().then(
        (answer) => {
          entry.at = now();
          return { answer, at: entry.at };
        },
        (error: unknown) => {
          if (entries.get(key) === entry) entries.delete(key);
          throw error;
        },
      ),
    };
    return entry;
  }

  return {
    recall(key, ask) {
      const kept = entries.get(key);
      if (kept && (kept.at === undefined || now() - kept.at < keepMs)) {
        return kept.kept;
      }
      entries.delete(key);
      const [oldest] = entries.keys();
      if (oldest !== undefined && entries.size >= MOST_ANSWERS) {
        entries.delete(oldest);
      }
      const entry = begin(key, ask);
      entries.set(key, entry);
      return entry.kept;
    },
    forget: (key) => void entries.delete(key),
  };
}
