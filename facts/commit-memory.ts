import type { CalendarRead } from "../core/time/calendar/calendar.ts";
import type {
  OrganisationFile,
  PolicyFile,
} from "../providers/github/policy-file.ts";
import type { FileRead } from "../providers/github/repository.ts";

/** What never changes any more, or shows when it does, remembered over looks, so that GitHub is asked once. */
export interface CommitMemory {
  /** By repository, commit, and the organisation's commit. */
  policies: Recent<PolicyFile>;
  /** By owner and commit. */
  organisations: Recent<OrganisationFile>;
  /** The paths of all files, by repository and commit. */
  files: Recent<string[]>;
  /** By repository, commit and path. */
  calendarFiles: Recent<FileRead>;
  /** What comes of a calendar, by its digest, the zone and the day. */
  calendars: Recent<CalendarRead>;
  /** Runs that ended and left nothing to judge, by repository, run and attempt. */
  runsWithoutJournal: Recent<true>;
  /** By repository and deployment. */
  endedDeployments: Recent<true>;
}

export function commitMemory(): CommitMemory {
  return {
    policies: new Recent(100),
    organisations: new Recent(20),
    files: new Recent(20),
    calendarFiles: new Recent(20),
    calendars: new Recent(50),
    runsWithoutJournal: new Recent(2_000),
    endedDeployments: new Recent(2_000),
  };
}

/** Keeps the answers to the questions that were asked last. */
export class Recent<T> {
  readonly #answers = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The answer that is kept, else a new one. What fails is not kept. */
  async answer(question: string, ask: () => Promise<T>): Promise<T> {
    const answer = this.#answers.get(question) ?? (await ask());
    this.keep(question, answer);
    return answer;
  }

  /** The answer that is kept, if any. */
  recall(question: string): T | undefined {
    return this.#answers.get(question);
  }

  has(question: string): boolean {
    return this.#answers.has(question);
  }

  keep(question: string, answer: T): void {
    // Taken out and put in again, the question stands at the end: the first one is the one longest unasked.
    this.#answers.delete(question);
    this.#answers.set(question, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#limit && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
  }
}
