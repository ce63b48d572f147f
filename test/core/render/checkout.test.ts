import { describe, expect, it } from "vitest";
import type {
  JudgedFile,
  PullRequestJudgement,
} from "../../../core/pull-request/judge.ts";
import { renderCheckout } from "../../../core/render/checkout.ts";

const NASTY = "<img src=x> @octo/team |`\n::error::";

function judgement(
  change: Partial<PullRequestJudgement> = {},
): PullRequestJudgement {
  return {
    conclusion: "failure",
    policy: "valid",
    files: [],
    voids: [],
    unlisted: 0,
    ...change,
  };
}

function nastyFile(name: string): JudgedFile {
  return {
    path: `experiments/${NASTY.repeat(20)}${name}.json`,
    kind: "experiment",
    change: "changed",
    content: { state: "text" },
    radius: {},
    findings: Array.from({ length: 50 }, () => ({
      code: "unknown-key",
      severity: "error",
      message: NASTY.repeat(500),
      hint: NASTY,
      line: 1,
      column: 1,
      path: [],
    })),
  };
}

describe("what a step says of a checkout", () => {
  it.each([
    ["valid", "Checked by the policy of the branch `main`"],
    ["missing", "the branch `main` has none"],
    ["invalid", "can't be used"],
  ] as const)("names the policy, which is %s", (policy, words) => {
    const { summary } = renderCheckout(judgement({ policy }), {
      of: "branch",
      branch: "main",
    });
    expect(summary).toContain(words);
  });

  it("tells in one line of text what it tells in Markdown", () => {
    const { line } = renderCheckout(judgement(), {
      of: "branch",
      branch: "a\n::error::b",
    });
    expect(line).toBe(
      "Nothing to check. Checked by the policy of the branch a ::error::b (.github/chaos-governor.yml).",
    );
  });

  it("says how many files GitHub did not tell of", () => {
    const { summary } = renderCheckout(judgement({ unlisted: 9 }), {
      of: "checkout",
    });
    expect(summary).toContain("9 more files could not be looked at");
  });

  it("fits into a step's summary, and is inert, whatever is in the files", () => {
    const files = Array.from({ length: 3_000 }, (_, index) =>
      nastyFile(`${index}`),
    );
    const { summary, annotations } = renderCheckout(judgement({ files }), {
      of: "checkout",
    });
    expect(new TextEncoder().encode(summary).length).toBeLessThan(1_048_576);
    expect(summary).toMatch(/And \d+ more findings\./);
    expect(summary).not.toMatch(/<img|@octo/);
    expect(annotations).toHaveLength(10);
    expect(annotations.join("")).not.toContain("\n");
  });
});
