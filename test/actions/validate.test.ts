import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { checkoutOf } from "./checkout.ts";
import type { Change } from "./github-changes.ts";
import { type GitHubWorld, serveGitHub } from "./github-server.ts";
import { runAction, type StepRun } from "./run-action.ts";

const ROOT = join(import.meta.dirname, "../..");
const SOUND = await readFile(
  join(ROOT, "experiments/database-pod-failure.json"),
  "utf8",
);
/** `rollbacks` is what it was meant to say. */
const BROKEN = SOUND.replace('"rollbacks"', '"rollback"');
const POLICY = await readFile(join(ROOT, POLICY_PATH), "utf8");
/** Says of the same typo that it does not matter. */
const LOOSE = POLICY.replace(
  "experiments:",
  "experiments:\n  rules: { unknown-key: off }",
);

const PULL_REQUEST = {
  pull_request: { number: 7, changed_files: 2, base: { ref: "main" } },
};

interface Situation {
  /** In the checkout. */
  files: Record<string, string>;
  changes?: Change[];
  world?: Partial<GitHubWorld>;
  event?: { name: string; payload: unknown };
  inputs?: Record<string, string>;
  /** Changes the checkout before the step runs. */
  prepare?: (workspace: string) => Promise<void>;
}

async function validate({
  files,
  changes = Object.keys(files).map((filename) => ({
    filename,
    status: "modified",
  })),
  world = {},
  event = { name: "pull_request", payload: PULL_REQUEST },
  inputs = {},
  prepare,
}: Situation): Promise<StepRun & { workspace: string }> {
  const workspace = await checkoutOf(files);
  await prepare?.(workspace);
  const runner = await checkoutOf({
    "event.json": JSON.stringify(event.payload),
  });
  const api = await serveGitHub({
    policy: POLICY,
    startedBy: "sarah",
    issues: [],
    changes,
    ...world,
  });
  const step = await runAction(
    "actions/validate/action.yml",
    { token: "t", ...inputs },
    {
      GITHUB_REPOSITORY: "octo/studio",
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: join(runner, "event.json"),
      GITHUB_API_URL: api,
    },
  );
  return { ...step, workspace };
}

const lineOf = (text: string, key: string) =>
  text.split("\n").findIndex((line) => line.includes(key)) + 1;

describe("the validation of a pull request", () => {
  it("shows what is wrong on its line, and fails", async () => {
    const { code, lines, outputs, summary } = await validate({
      files: { "experiments/pod.json": BROKEN },
    });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ files: "1", errors: "1" });
    const place = `file=experiments/pod.json,line=${lineOf(BROKEN, '"rollback"')},col=3,title=unknown-key`;
    expect(lines.filter((line) => line.startsWith("::error"))).toEqual([
      `::error ${place}::unknown key \`rollback\`, which Chaos Toolkit ignores; did you mean \`rollbacks\`?`,
    ]);
    expect(summary).toContain("## Chaos experiments: 1 error");
    expect(summary).toContain(
      "| `experiments/pod.json` | experiment, changed |",
    );
  });

  it("passes where nothing is wrong, and shows what each experiment touches before and after", async () => {
    const { code, outputs, summary } = await validate({
      files: { "experiments/pod.json": SOUND },
      world: {
        files: {
          "experiments/pod.json": SOUND.replaceAll(
            "odavl-staging",
            "odavl-before",
          ),
        },
      },
    });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ files: "1", errors: "0", warnings: "0" });
    expect(summary).toContain("`odavl-before` → `odavl-staging`");
  });

  it("looks at nothing that does not change", async () => {
    const { code, outputs } = await validate({
      files: { "experiments/pod.json": BROKEN, "README.md": "" },
      changes: [{ filename: "README.md", status: "modified" }],
    });
    expect(code).toBe(0);
    expect(outputs["files"]).toBe("0");
  });

  it("goes by the policy of the branch that it goes into, and not by its own", async () => {
    const { code, summary } = await validate({
      files: { "experiments/pod.json": BROKEN, [POLICY_PATH]: LOOSE },
    });
    expect(code).toBe(1);
    expect(summary).toContain(
      `Checked by the policy of the branch \`main\` (\`${POLICY_PATH}\`).`,
    );
  });

  it("fails with a file that is no longer where it was to be, rather than pass it unread", async () => {
    const { code, lines } = await validate({
      files: { "README.md": "" },
      changes: [{ filename: "experiments/pod.json", status: "added" }],
    });
    expect(code).toBe(1);
    expect(lines.join("\n")).toContain("is not in the checkout");
  });

  it("checks a removed experiment no more", async () => {
    const { code, summary } = await validate({
      files: { "README.md": "" },
      changes: [{ filename: "experiments/pod.json", status: "removed" }],
      world: { files: { "experiments/pod.json": SOUND } },
    });
    expect(code).toBe(0);
    expect(summary).toContain("experiment, removed | — |");
    expect(summary).toContain("`odavl-staging` → gone");
  });

  it("says what to do where GitHub refuses to tell what changed", async () => {
    const { code, lines, summary } = await validate({
      files: { "experiments/pod.json": SOUND },
      world: { outage: 403 },
    });
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^::error::Nothing was checked: github: could not .* pull-requests: read/,
    );
    expect(summary).toContain("not checked");
  });
});

describe("the validation of other events", () => {
  const commits = { before: "a".repeat(40), after: "b".repeat(40) };
  const push = { ...commits, repository: { default_branch: "main" } };

  it("takes what a push changes, and the policy that is checked out", async () => {
    const { code, outputs, summary } = await validate({
      files: { "experiments/pod.json": BROKEN, [POLICY_PATH]: LOOSE },
      changes: [{ filename: "experiments/pod.json", status: "modified" }],
      event: { name: "push", payload: push },
    });
    expect(code).toBe(0);
    expect(outputs["files"]).toBe("1");
    expect(summary).toContain("Checked by the policy of the checkout");
  });

  it("takes everything where it is asked to, without asking GitHub", async () => {
    const { code, outputs, summary } = await validate({
      files: { "experiments/pod.json": SOUND, [POLICY_PATH]: POLICY },
      event: { name: "schedule", payload: {} },
      inputs: { files: "all", token: "" },
      world: { outage: 500 },
    });
    expect(code).toBe(0);
    expect(outputs["files"]).toBe("2");
    expect(summary).toContain("| `experiments/pod.json` | experiment | ✅ |");
  });

  it("asks for all files where the event tells of no change", async () => {
    const { code, lines } = await validate({
      files: { "experiments/pod.json": SOUND },
      event: { name: "schedule", payload: {} },
    });
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain("set the input files to all");
  });

  it("does not take a workspace without a checkout for a sound one", async () => {
    const { code, lines } = await validate({
      files: {},
      inputs: { files: "all" },
    });
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain("put actions/checkout before this step");
  });
});

describe("how strict the validation is", () => {
  const WARNED = SOUND.replace('"title"', '"note": 1, "title"');

  it.each([
    ["error", 0],
    ["warning", 1],
    ["never", 0],
  ])("says fail-on %s of warnings: exit %d", async (failOn, expected) => {
    const { code, outputs } = await validate({
      files: { "experiments/pod.json": WARNED },
      inputs: { "fail-on": failOn },
    });
    expect(outputs).toMatchObject({ errors: "0", warnings: "1" });
    expect(code).toBe(expected);
  });

  it("says fail-on never of errors: they are shown, and the job goes on", async () => {
    const { code, outputs } = await validate({
      files: { "experiments/pod.json": BROKEN },
      inputs: { "fail-on": "never" },
    });
    expect(outputs["errors"]).toBe("1");
    expect(code).toBe(0);
  });

  it("refuses an input that it does not know", async () => {
    const { code, lines } = await validate({
      files: { "experiments/pod.json": SOUND },
      inputs: { "fail-on": "errors" },
    });
    expect(code).toBe(1);
    expect(lines.at(-1)).toBe(
      '::error::The input fail-on is "errors"; it has to be error or warning or never.',
    );
  });
});

describe("the SARIF file", () => {
  const sarif = z.object({
    version: z.literal("2.1.0"),
    runs: z.array(
      z.object({ results: z.array(z.object({ ruleId: z.string() }).loose()) }),
    ),
  });

  it("holds the findings, and an output says where it is", async () => {
    const { outputs, workspace } = await validate({
      files: { "experiments/pod.json": BROKEN },
    });
    expect(outputs["sarif"]).toBe(join(workspace, "chaos-governor.sarif"));
    const written = sarif.parse(
      JSON.parse(await readFile(outputs["sarif"] ?? "", "utf8")),
    );
    expect(written.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual([
      "unknown-key",
    ]);
  });

  it("is not written where none is wanted", async () => {
    const { code, outputs, workspace } = await validate({
      files: { "experiments/pod.json": SOUND },
      inputs: { sarif: "" },
    });
    expect(code).toBe(0);
    expect(outputs["sarif"]).toBe("");
    expect(await readdir(workspace)).toEqual(["experiments"]);
  });

  it.each(["../out.sarif", "nowhere/out.sarif", "link/out.sarif", "linked"])(
    "is not written to %s, which leads out of the workspace or to no folder",
    async (path) => {
      const outside = await checkoutOf({ "out.sarif": "untouched" });
      const { code, outputs, lines } = await validate({
        files: { "experiments/pod.json": SOUND },
        inputs: { sarif: path },
        prepare: async (workspace) => {
          await symlink(outside, join(workspace, "link"));
          await symlink(join(outside, "out.sarif"), join(workspace, "linked"));
        },
      });
      expect(code).toBe(1);
      expect(outputs["sarif"]).toBe("");
      expect(lines.at(-1)).toContain("The input sarif is");
      expect(await readFile(join(outside, "out.sarif"), "utf8")).toBe(
        "untouched",
      );
    },
  );
});

describe("what a pull request can put in", () => {
  it("leads nowhere by links", async () => {
    const outside = await checkoutOf({ "secret.json": '{"leaked": 1}' });
    const { code, lines, summary } = await validate({
      files: { "README.md": "" },
      changes: [
        { filename: "experiments/link.json", status: "added" },
        { filename: "experiments/folder/secret.json", status: "added" },
      ],
      world: { policy: POLICY.replace("experiments/*", "experiments/**/*") },
      prepare: async (workspace) => {
        await mkdir(join(workspace, "experiments"));
        await symlink(
          join(outside, "secret.json"),
          join(workspace, "experiments/link.json"),
        );
        await symlink(outside, join(workspace, "experiments/folder"));
      },
    });
    expect(code).toBe(1);
    expect(summary.match(/❌ is a link/g)).toHaveLength(2);
    expect([...lines, summary].join("\n")).not.toContain("leaked");
  });

  it("commands neither the runner nor the summary", async () => {
    const name = "experiments/::error::a,b:c\n##[error]@all<b>|`.json";
    const { lines, summary } = await validate({
      files: {
        [name]:
          '{"##[add-mask]x": 1, "::set-output name=x::y": 1, "<b>@all": 2}',
      },
    });
    const commands = lines.filter((line) => line.startsWith("::"));
    expect(
      commands.filter(
        (line) =>
          !/^::(error|warning|stop-commands|[0-9a-f-]{36})\b/.test(line),
      ),
    ).toEqual([]);
    const [first] = commands;
    expect(first).toContain(
      "file=experiments/%3A%3Aerror%3A%3Aa%2Cb%3Ac%0A##[error]@all<b>|`.json,line=1",
    );
    // Whatever else is shown of it stands where the runner takes no commands.
    const stopped = lines.findIndex((line) =>
      line.startsWith("::stop-commands"),
    );
    const before = lines
      .slice(0, stopped)
      .filter((line) => !line.startsWith("::"));
    expect(before.join("\n")).not.toContain("##[");
    expect(summary).not.toMatch(/<b>|@all/);
  });

  it("does not push the rest out of sight: ten of a kind are on their lines, and the summary counts the others", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `experiments/${index}.json`,
        BROKEN,
      ]),
    );
    const { lines, summary, outputs } = await validate({ files });
    expect(outputs["errors"]).toBe("12");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(summary).toContain(
      "GitHub shows 10 findings of each kind on their lines: 2 more errors can be read in the step's log.",
    );
    expect(lines.filter((line) => line.includes("json:"))).toHaveLength(12);
  });

  it("is not read where it is too large", async () => {
    const { code, summary } = await validate({
      files: { "README.md": "" },
      changes: [{ filename: "experiments/big.json", status: "added" }],
      prepare: async (workspace) => {
        await mkdir(join(workspace, "experiments"));
        await writeFile(
          join(workspace, "experiments/big.json"),
          " ".repeat(1024 * 1024 + 1),
        );
      },
    });
    expect(code).toBe(1);
    expect(summary).toContain("❌ has 1048577 bytes; at most 1048576 are read");
  });
});
