import type { Halt } from "../facts.ts";

/** An open issue with this label is the switch: while there is one, nothing starts. */
export const HALT_LABEL = "chaos-halt";

const TITLE = "Chaos halted: ";
const LONGEST_REASON = 500;

/** An issue as far as it says who halted, and why. */
interface HaltIssue {
  number: number;
  title: string;
  body: string;
  author: string;
  /** Whether this app itself opened it. */
  ours: boolean;
  createdAt: Date;
  url: string;
}

export function haltTitle(reason: string): string {
  return `${TITLE}${reason}`.slice(0, 250);
}

/** The hidden line that says on whose word the app opened the issue, and which comment that stands in. */
export function haltMarker({
  by,
  comment,
}: {
  by: string;
  comment: number;
}): string {
  return `<!-- chaos-governor:halt:${by}:${String(comment)} -->`;
}

/** What an issue with the label says of the halt. Anybody may open one by hand: then it is its author's. */
export function haltOf(issue: HaltIssue): Halt {
  const { number, title, body, author, ours, createdAt, url } = issue;
  const spokenFor = ours
    ? /^<!-- chaos-governor:halt:(?<by>[^:\s]+):\d+ -->\r?$/m.exec(body)
    : null;
  const reason = title.startsWith(TITLE) ? title.slice(TITLE.length) : title;
  return {
    issue: number,
    by: spokenFor?.groups?.["by"] ?? author,
    reason: reason.slice(0, LONGEST_REASON),
    since: createdAt,
    link: url,
  };
}
