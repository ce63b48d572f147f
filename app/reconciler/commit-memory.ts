import type { PolicyObservation } from "../../core/request/observation.ts";

/** What was read at commits, which never change: remembered over looks, so that GitHub is asked once a commit. */
export interface CommitMemory {
  policies: Recent<PolicyObservation>;
  /** The paths of all files. */
  files: Recent<string[]>;
}

export function commitMemory(): CommitMemory {
  return { policies: new Recent(100), files: new Recent(20) };
}

/** Keeps the answers to the questions that were asked last. Only for answers that can't change. */
export class Recent<T> {
  readonly #answers = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The answer that is kept, else a new one. What fails is not kept. */
  async answer(question: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#answers.get(question);
    const answer = kept ?? (await ask());
    // Taken out and put in again, the question stands at the end: the first one is the one longest unasked.
    this.#answers.delete(question);
    this.#answers.set(question, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#limit && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
    return answer;
  }
}
