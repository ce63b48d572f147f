import type { SeenComment } from "../../sandbox/github/inspection.ts";
import type { Run } from "../../sandbox/github/run.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";

export const BOT = "chaos-governor[bot]";

/** The runs that the app started for a request. */
export function runsOf(
  { inspect }: Pick<GitHubWorld, "inspect">,
  issue: number,
): Run[] {
  return inspect
    .runs()
    .filter(({ inputs }) => String(inputs["request"]) === String(issue));
}

/** Of a pin, as far as the comment tells it. */
interface SeenPin {
  /** The digest, or how it begins. */
  digest: string;
  commit: string;
}

/** The first pin is announced by the status, each later one by a comment of its own. */
const ANNOUNCED = [
  /<!-- chaos-governor:pin:(?<digest>sha256:[0-9a-f]+):(?<commit>[0-9a-f]+)/,
  /📌 Pinned: .*?\/blob\/(?<commit>[0-9a-f]+)\/.*?`(?<digest>sha256:[0-9a-f]+)/,
];

/** What a comment of the app pins, where it announces a pin. */
export function pinOf({ author, body }: SeenComment): SeenPin | undefined {
  if (author !== BOT) return undefined;
  const found = ANNOUNCED.map((words) => words.exec(body)?.groups).find(
    Boolean,
  );
  const { digest, commit } = found ?? {};
  return digest === undefined || commit === undefined
    ? undefined
    : { digest, commit };
}
