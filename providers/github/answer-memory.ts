/** In characters of JSON, of which most are a byte each. */
const LARGEST = 2_000_000;
const ALL_TOGETHER = 64_000_000;
const MOST_ABSENT = 1_000;

/** What is kept of an answer of GitHub's. */
interface Kept {
  /** GitHub's name for what it answered. */
  etag: string;
  /** JSON: it takes less memory than what it describes, and nobody can change it by accident. */
  text: string;
  /** Where the next page is: of all headers the one that belongs to the answer. */
  link: unknown;
}

/** The answers that were asked for last. */
export class AnswerMemory {
  readonly #answers = new Map<string, Kept>();
  readonly #absent = new Map<string, { error: Error; at: number }>();
  readonly #limit: number;
  #size = 0;

  /** @param limit characters, of all answers together */
  constructor(limit = ALL_TOGETHER) {
    this.#limit = limit;
  }

  recall(question: string): Kept | undefined {
    const kept = this.#answers.get(question);
    if (!kept) return undefined;
    // Put in again it stands at the end: the first one is the one longest unasked.
    this.#answers.delete(question);
    this.#answers.set(question, kept);
    return kept;
  }

  keep(question: string, kept: Kept): void {
    this.forget(question);
    if (kept.text.length > LARGEST) return;
    this.#answers.set(question, kept);
    this.#size += sizeOf(question, kept);
    for (const oldest of this.#answers.keys()) {
      if (this.#size <= this.#limit) return;
      this.forget(oldest);
    }
  }

  /** The error that says that something is not there, where that was heard after a moment. */
  absence(question: string, since: number): Error | undefined {
    const found = this.#absent.get(question);
    return found && found.at > since ? found.error : undefined;
  }

  keepAbsence(question: string, error: Error, at: number): void {
    if (this.#absent.size >= MOST_ABSENT) this.#absent.clear();
    this.#absent.set(question, { error, at });
  }

  forget(question: string): void {
    const kept = this.#answers.get(question);
    if (!kept) return;
    this.#answers.delete(question);
    this.#size -= sizeOf(question, kept);
  }
}

function sizeOf(question: string, { etag, text }: Kept): number {
  return question.length + etag.length + text.length;
}
