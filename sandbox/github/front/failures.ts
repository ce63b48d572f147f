import { type Answer, type Call, refusal } from "./http.ts";

/** What goes wrong with the next matching requests; for tests of what talks to GitHub. */
export interface Failure {
  match: {
    /** GitHub's name of the operation, for instance `issues/create-comment`; absent: any. */
    operation?: string;
    /** Login of who sends it; the app's is `<slug>[bot]`. Absent: anybody. */
    login?: string;
  };
  /** How many requests fail; absent: one. */
  times?: number;
  /**
   * - a status: GitHub refuses; nothing is done
   * - an answer: this instead of GitHub's; nothing is done
   * - `timeout`: no answer ever comes; nothing is done
   * - `reset`: the connection breaks; nothing is done
   * - `after-effect`: it is done, then the connection breaks
   */
  how: number | Answer | "timeout" | "reset" | "after-effect";
}

/** What the front does with a request: it answers, or it lets the client down on purpose. */
export type Reaction = Answer | "timeout" | "reset";

/**
 * Stands before GitHub: sees each request before it is done, and says what comes of it.
 *
 * @param perform does what is asked; without it nothing is done
 */
export type Interceptor = (
  asked: Pick<Call, "operation" | "method" | "path" | "headers" | "input"> & {
    /** Of who sends it; the app's is `<slug>[bot]`. */
    login: string;
  },
  perform: () => Promise<Answer>,
) => Promise<Reaction>;

export interface Failures {
  interceptor: Interceptor | undefined;
  add(failure: Failure): void;
  /** What goes wrong with this request, if anything. */
  next(operation: string, login: string): Failure["how"] | undefined;
}

export function createFailures(): Failures {
  const planned: (Failure & { times: number })[] = [];
  return {
    interceptor: undefined,
    add: (failure) =>
      void planned.push({ ...failure, times: failure.times ?? 1 }),
    next(operation, login) {
      const found = planned.find(
        ({ match, times }) =>
          times > 0 &&
          (match.operation ?? operation) === operation &&
          (match.login ?? login) === login,
      );
      if (!found) return undefined;
      found.times -= 1;
      return found.how;
    },
  };
}

export function failureAnswer(how: number | Answer): Answer {
  if (typeof how !== "number") return how;
  return refusal(how, how >= 500 ? "Server Error" : "Refused on purpose");
}
