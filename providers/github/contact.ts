import { refusalOf } from "./failure.ts";
import type { Octokit } from "./octokit.ts";

const UNAUTHORISED = 401;

/** Whether GitHub answers, and knows the App. Learned from what is asked anyway. */
export class Contact {
  #heardAt: number;
  #isRefused = false;
  readonly #now: () => number;

  /** @param now milliseconds, of a clock that never jumps */
  constructor(now: () => number) {
    this.#now = now;
    this.#heardAt = now();
  }

  /** For how long GitHub has not answered; since the beginning, where it never has. */
  get silentMs(): number {
    return this.#now() - this.#heardAt;
  }

  /** Whether it last refused the App's own credentials. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** The same client, whose answers are noticed. */
  noted(octokit: Octokit, asker: "app" | "installation"): Octokit {
    return {
      request: async (route, parameters) => {
        try {
          const answer = await octokit.request(route, parameters);
          this.#hear(answer.status, asker);
          return answer;
        } catch (error) {
          const status = refusalOf(error)?.status;
          if (status !== undefined && status < 500) this.#hear(status, asker);
          throw error;
        }
      },
    };
  }

  #hear(status: number, asker: "app" | "installation"): void {
    this.#heardAt = this.#now();
    // An installation that was removed loses its token, and says nothing of the App.
    if (asker === "app") this.#isRefused = status === UNAUTHORISED;
  }
}
