import { POLICY_PATH } from "../policy/path.ts";
import type { BasePolicy } from "../pull-request/facts.ts";
import type { PullRequestJudgement } from "../pull-request/judge.ts";
import { codeSpan } from "./escape.ts";
import { plain } from "./plain.ts";
import { fileTable } from "./pull-request/file-table.ts";
import { radiusTable } from "./pull-request/radius-table.ts";
import { judgementTitle, unlistedSentence } from "./pull-request.ts";
import { checkedFile } from "./validation/judged-file.ts";
import { findingTable } from "./validation/finding-table.ts";
import { stepAnnotations } from "./validation/step-annotations.ts";

/** Whose policy the files were checked by: that of a branch on GitHub, or the one that is checked out. */
export type PolicySource =
  { of: "branch"; branch: string } | { of: "checkout" };

/** What a step says of the experiments in a checkout. */
export interface CheckoutWords {
  /** Plain text on one line: the outcome, and by which policy. */
  line: string;
  /** Workflow commands that show findings on their lines. */
  annotations: string[];
  /** Markdown that fits into the summary of a step, whatever is in the files. */
  summary: string;
}

export function renderCheckout(
  judgement: PullRequestJudgement,
  source: PolicySource,
): CheckoutWords {
  const { files, unlisted } = judgement;
  const checked = files.map(checkedFile);
  const { commands, more } = stepAnnotations(checked);
  const title = judgementTitle(judgement);
  const policy = policySentence(judgement.policy, source);
  const sections = [
    `## Chaos experiments: ${title}`,
    policy(codeSpan),
    ...(files.length === 0 ? [NOTHING] : [fileTable(files)]),
    ...(unlisted > 0 ? [unlistedSentence(unlisted)] : []),
    ...findingTable(checked),
    ...(more === undefined ? [] : [more]),
    ...radiusTable(files),
  ];
  return {
    line: `${title}. ${policy(plain)}`,
    annotations: commands,
    summary: sections.join("\n\n"),
  };
}

const NOTHING =
  "There is no experiment, no chaos workflow, no policy and no calendar of one among the files that were looked at.";

/** @returns the sentence for a place where names are shown in that way */
function policySentence(
  state: BasePolicy["state"],
  source: PolicySource,
): (show: (text: string, max: number) => string) => string {
  return (show) => {
    const whose =
      source.of === "checkout"
        ? "the checkout"
        : `the branch ${show(source.branch, 255)}`;
    const path = show(POLICY_PATH, 100);
    switch (state) {
      case "valid":
        return `Checked by the policy of ${whose} (${path}).`;
      case "missing":
        return `Checked without a policy, because ${whose} has none (${path}); experiments are looked for where they are by default.`;
      case "invalid":
        return `Checked without a policy, because that of ${whose} (${path}) can't be used; experiments are looked for where they are by default, and chaos workflows are not known.`;
    }
  };
}
