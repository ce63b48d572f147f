import { describe, expect, it } from "vitest";
import type {
  JudgedFile,
  PullRequestJudgement,
} from "../../../core/pull-request/judge.ts";
import type { BlastRadius } from "../../../core/experiment/blast-radius.ts";
import { renderPullRequest } from "../../../core/render/pull-request.ts";
import type { Diagnostic } from "../../../core/text/diagnostic.ts";

const finding = (change: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "unknown-key",
  severity: "error",
  message: "unknown key `rollback`",
  hint: "did you mean `rollbacks`?",
  line: 3,
  column: 5,
  path: [],
  ...change,
});

const file = (change: Partial<JudgedFile> = {}): JudgedFile => ({
  path: "experiments/a.json",
  kind: "experiment",
  change: "changed",
  content: { state: "text" },
  findings: [],
  radius: {},
  ...change,
});

const reach = (...values: string[]): BlastRadius["hosts"] => ({
  values,
  byDefault: [],
  unknown: [],
});

const radius = (change: Partial<BlastRadius> = {}): BlastRadius => ({
  namespaces: reach("shop"),
  workloads: reach("deployment/shop"),
  hosts: reach(),
  faults: reach("pod-termination"),
  replicas: { known: true, share: 0 },
  longest: { known: true, milliseconds: 60_000 },
  ...change,
});

const judgement = (
  change: Partial<PullRequestJudgement> = {},
): PullRequestJudgement => ({
  conclusion: "success",
  policy: "valid",
  files: [file()],
  voids: [],
  unlisted: 0,
  ...change,
});

describe("the check of a pull request", () => {
  it("says in its title how much is wrong, and on each line what, and what mends it", () => {
    const warning = finding({ severity: "warning", line: 1 });
    const { title, annotations } = renderPullRequest(
      judgement({ files: [file({ findings: [warning, finding()] })] }),
    );
    expect(title).toBe("1 error, 1 warning");
    expect(annotations.map(({ line, level }) => [line, level])).toEqual([
      [3, "failure"],
      [1, "warning"],
    ]);
    expect(annotations[0]).toEqual({
      path: "experiments/a.json",
      line: 3,
      column: 5,
      level: "failure",
      title: "unknown-key",
      message: "unknown key `rollback` (did you mean `rollbacks`?)",
    });
  });

  it("shows the files in which something is wrong first, and no Markdown of theirs", () => {
    const { summary } = renderPullRequest(
      judgement({
        files: [
          file(),
          file({ path: "experiments/|@ahmed|.json", findings: [finding()] }),
        ],
      }),
    );
    const rows = summary.split("\n").slice(-2);
    expect(rows[0]).toContain("❌ 1 error");
    expect(rows[0]?.split("|")).toHaveLength(5);
    expect(rows[0]).not.toContain("@ahmed");
    expect(rows[1]).toBe("| `experiments/a.json` | experiment, changed | ✅ |");
  });

  it("shows what an experiment touches before and after", () => {
    const after = radius({
      namespaces: reach("shop", "payments"),
      hosts: { ...reach(), unknown: [{ why: "shell", what: "a" }] },
      longest: { known: false, atLeast: 30_000, activities: ["a"] },
    });
    const { summary } = renderPullRequest(
      judgement({
        files: [
          file({ radius: { before: radius(), after } }),
          file({ path: "experiments/b.json", radius: { after: radius() } }),
          file({ path: "experiments/c.json", radius: { before: radius() } }),
        ],
      }),
    );
    const [a, b, c] = summary.split("\n").slice(-3);
    expect(a).toBe(
      "| `experiments/a.json` | `shop` → `shop`, `payments` | `deployment/shop` | none → cannot tell | `pod-termination` | 1m → cannot tell; 30s at least |",
    );
    expect(b).toContain("| new: `shop` |");
    expect(c).toContain("| `shop` → gone |");
  });

  it("names requests whose approvals are lost by number, so that GitHub links them", () => {
    const { title, summary } = renderPullRequest(
      judgement({
        voids: [{ issue: 12, path: "experiments/a.json", because: "changed" }],
      }),
    );
    expect(title).toBe("1 open request affected");
    expect(summary).toContain(
      "Open request #12 loses its approvals: `experiments/a.json` changes.",
    );
  });

  it("tells of requests that any merge would void without counting them", () => {
    const { title, summary } = renderPullRequest(
      judgement({
        voids: [3, 4].map((issue) => ({
          issue,
          path: "experiments/b.json",
          because: "moved-on" as const,
        })),
      }),
    );
    expect(title).toBe("1 file, and nothing wrong in it");
    expect(summary).toContain("are void as well for #3 and #4.");
  });

  it("says that the policy which is in force can't be used", () => {
    const { summary } = renderPullRequest(judgement({ policy: "invalid" }));
    expect(summary).toContain("can't be used");
  });

  it.each([
    [{ state: "binary" } as const, "is not a text file"],
    [{ state: "no-file" } as const, "is a link"],
    [{ state: "missing" } as const, "is not in the checkout"],
    [{ state: "not-read" } as const, "touches too many files"],
    [{ state: "removed" } as const, "—"],
  ])("says of a file that is %j what that means", (content, words) => {
    const { summary } = renderPullRequest(
      judgement({ files: [file({ content })] }),
    );
    expect(summary).toContain(words);
  });

  it("shows of a file that is only looked at what it touches, as no news", () => {
    const files = [file({ change: "unchanged", radius: { after: radius() } })];
    const { summary } = renderPullRequest(judgement({ files }));
    expect(summary).toContain("| `experiments/a.json` | experiment | ");
    expect(summary).not.toContain("new: ");
  });

  it("fits into what GitHub takes, whatever is in it", () => {
    const findings = Array.from({ length: 50 }, () =>
      finding({ message: "x".repeat(10_000) }),
    );
    const hosts = Array.from(
      { length: 50 },
      (_, index) => `${"|".repeat(100)}${index}`,
    );
    const files = Array.from({ length: 3_000 }, (_, index) =>
      file({
        path: `experiments/${"`".repeat(290)}${index}.json`,
        findings,
        radius: { before: radius(), after: radius({ hosts: reach(...hosts) }) },
      }),
    );
    const voids = files.map(({ path }, issue) => ({
      issue,
      path,
      because: "changed" as const,
    }));
    const { summary, annotations } = renderPullRequest(
      judgement({ files, voids, unlisted: 9_999, policy: "invalid" }),
    );
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(summary).toMatch(/And \d+ more files\./);
    expect(annotations).toHaveLength(1_000);
    expect(
      Math.max(...annotations.map(({ message }) => message.length)),
    ).toBeLessThan(64 * 1_024);
  });
});
