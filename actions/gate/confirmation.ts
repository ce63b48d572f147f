import {
  readReviewMark,
  type ReviewedRun,
} from "../../core/request/review-mark.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import type { GateInputs } from "./inputs.ts";
import { requestOf } from "./request.ts";

/** How often the request is read at most, and the time between, in milliseconds: five minutes together. */
const MOST_READINGS = 60;
const BETWEEN_MS = 5_000;

/** What the gate needs of the machine that it runs on. */
export interface Surroundings {
  now: () => Date;
  pause: (milliseconds: number) => Promise<void>;
  /** To whoever reads the job's log. */
  say: (line: string) => void;
}

/**
 * Waits until the app says in the request which run goes on for it: in a comment of its own that nobody edited. GitHub may
 * have started two runs of one dispatch, and its list of runs may show neither to the other, but the app names one only.
 *
 * @returns undefined where the app said nothing in all that time
 * @throws ProviderError where the request's comments can't be read
 */
export async function awaitConfirmation(
  github: Pick<GitHubRepository, "comments">,
  inputs: GateInputs,
  { pause, say }: Surroundings,
): Promise<{ confirmed: ReviewedRun; waited: boolean } | undefined> {
  const request = requestOf(inputs);
  if (request === undefined) return undefined;
  const bot = `${inputs.app}[bot]`;
  for (let readings = 1; readings <= MOST_READINGS; readings += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one reading after the other is what waiting means
    const comments = await github.comments(request);
    const [confirmed] = comments
      .filter(({ author, edited }) => author === bot && !edited)
      .flatMap(({ body }) => readReviewMark(body)?.reviewed ?? []);
    if (confirmed) return { confirmed, waited: readings > 1 };
    if (readings === 1)
      say(
        `Waiting, for five minutes at most, until ${bot} says in request #${request} which run goes on for it.`,
      );
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (readings < MOST_READINGS) await pause(BETWEEN_MS);
  }
  return undefined;
}
