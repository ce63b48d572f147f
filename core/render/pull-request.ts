import type { CheckOutput } from "../pull-request/check-output.ts";
import {
  count,
  isUnread,
  type PullRequestJudgement,
  type VoidedRequest,
} from "../pull-request/judge.ts";
import { POLICY_PATH } from "../policy/path.ts";
import { codeSpan } from "./escape.ts";
import { enumerate } from "./plain.ts";
import { annotationsOf, MOST_ANNOTATIONS } from "./pull-request/annotations.ts";
import { counted } from "./pull-request/counted.ts";
import { fileTable } from "./pull-request/file-table.ts";
import { radiusTable } from "./pull-request/radius-table.ts";

/** Requests that are named one by one. */
const MOST_VOIDED = 20;

/** Another pull request of the same head whose check fails. */
export interface FailsElsewhere {
  number: number;
  /** The branch that it goes into. */
  base: string;
}

/** Others of the same head that are named. */
const MOST_ELSEWHERE = 5;

/**
 * What the check of a pull request shows. Its summary fits into GitHub's 65,535 characters, whatever is in it.
 *
 * @param simulation what the changed policy would have decided, as Markdown
 */
export function renderPullRequest(
  judgement: PullRequestJudgement,
  failing: readonly FailsElsewhere[] = [],
  simulation?: string,
): CheckOutput {
  const { files } = judgement;
  const annotations = annotationsOf(files);
  const sections = [
    ...failing.slice(0, MOST_ELSEWHERE).map(elsewhere),
    ...basePolicy(judgement),
    ...(files.length === 0 ? [NOTHING] : []),
    ...voided(judgement),
    ...unlisted(judgement.unlisted),
    ...(files.length === 0 ? [] : [fileTable(files)]),
    ...radiusTable(files),
    ...(simulation === undefined ? [] : [simulation]),
    ...(annotations.length === MOST_ANNOTATIONS
      ? [
          `Only the first ${String(MOST_ANNOTATIONS)} findings are shown on their lines; mend those, and the rest shows up.`,
        ]
      : []),
  ];
  return {
    title: [
      judgementTitle(judgement),
      ...failing
        .slice(0, MOST_ELSEWHERE)
        .map(({ number }) => `fails in #${String(number)}`),
    ].join("; "),
    summary: sections.join("\n\n"),
    annotations,
  };
}

/** What a check says that is not gone on with: the pull request has another head, or another outcome, by now. */
export function renderSuperseded(): CheckOutput {
  return {
    title: "Superseded",
    summary: "A later check of this pull request takes its place.",
    annotations: [],
  };
}

const NOTHING =
  "This pull request changes no experiment, no chaos workflow, not the policy and no calendar of it. " +
  "The check is here so that a branch protection that asks for it does not wait for ever.";

/** The outcome in a few words: `2 errors, 1 warning`. */
export function judgementTitle({
  files,
  unlisted: more,
  voids,
}: PullRequestJudgement): string {
  const parts = [
    ...counted(count(files, "error"), "error"),
    ...counted(count(files, "warning"), "warning"),
    ...counted(
      files.filter(isUnread).length,
      "file not read",
      "files not read",
    ),
    ...counted(
      voids.filter(isOwn).length,
      "open request affected",
      "open requests affected",
    ),
  ];
  if (parts.length > 0) return parts.join(", ");
  if (more > 0) return "Too many files to look at all of them";
  if (files.length === 0) return "Nothing to check";
  return files.length === 1
    ? "1 file, and nothing wrong in it"
    : `${String(files.length)} files, and nothing wrong in them`;
}

function elsewhere({ number, base }: FailsElsewhere): string {
  return `❌ The commit is also the head of #${String(number)}, which goes into ${codeSpan(base, 100)}, and fails there. GitHub asks for the check of a commit, whichever pull request it is of, so it fails here as well.`;
}

function basePolicy({ policy }: PullRequestJudgement): string[] {
  const path = codeSpan(POLICY_PATH, 100);
  switch (policy) {
    case "valid":
      return [];
    case "missing":
      return [
        `The branch that this goes into has no policy (${path}), so experiments are looked for where they are by default.`,
      ];
    case "invalid":
      return [
        `⚠️ The policy (${path}) of the branch that this goes into can't be used, so experiments are looked for where they are by default, and chaos workflows are not known. \`chaos-governor validate\` says what is wrong with it.`,
      ];
  }
}

function voided({ voids, files }: PullRequestJudgement): string[] {
  // What any merge does is said where somebody looks at experiments anyway.
  if (voids.length === 0 || files.length === 0) return [];
  const own = voids.filter(isOwn);
  const lines = own.slice(0, MOST_VOIDED).map(({ issue, path, because }) => {
    const file = codeSpan(path, 100);
    return because === "changed"
      ? `- Open request #${String(issue)} loses its approvals: ${file} changes.`
      : `- Open request #${String(issue)} has no experiment any more: ${file} is removed.`;
  });
  const rest = own.length - lines.length;
  if (rest > 0) lines.push(`- And ${String(rest)} more open requests.`);
  const moved = voids.filter((request) => !isOwn(request));
  if (moved.length > 0) {
    const issues = moved.map(({ issue }) => `#${String(issue)}`);
    lines.push(
      `- After any merge the commit that would run is another, so approvals given before are void as well for ${enumerate(issues, "and", MOST_VOIDED)}.`,
    );
  }
  return [["#### When this is merged", "", ...lines].join("\n")];
}

/** Whether it is this pull request that voids the approvals, not any. */
function isOwn({ because }: VoidedRequest): boolean {
  return because !== "moved-on";
}

function unlisted(more: number): string[] {
  return more === 0 ? [] : [unlistedSentence(more)];
}

/** That GitHub did not tell of all files. */
export function unlistedSentence(more: number): string {
  return `⚠️ GitHub lists 3,000 files of a pull request. ${counted(more, "more file").join("")} could not be looked at; split the pull request to have them checked.`;
}
