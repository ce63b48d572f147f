import { describe, expect, it } from "vitest";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { BROKEN, POLICY, SOUND, validate, WORKFLOW } from "./validation.ts";

const WORKFLOW_PATH = ".github/workflows/chaos-tests.yml";
/** Says of the same typo that it does not matter. */
const LOOSE = POLICY.replace(
  "experiments:",
  "experiments:\n  rules: { unknown-key: off }",
);

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

  it("reads the calendars that the policy names, and says on which line an event is broken", async () => {
    const calendar = ".github/freezes.ics";
    const policy = POLICY.replace(
      "windows:\n",
      `$&        freezes: [{ calendar: ${calendar} }]\n`,
    );
    const { code, lines, summary } = await validate({
      files: {
        [calendar]: [
          "BEGIN:VCALENDAR",
          "BEGIN:VEVENT",
          "DTSTART;VALUE=DATE:20261126",
          "SUMMARY:Black Friday",
          "END:VEVENT",
          "BEGIN:VEVENT",
          "SUMMARY:Never",
          "END:VEVENT",
          "END:VCALENDAR",
        ].join("\r\n"),
        "holidays.ics": "no calendar that the policy names",
      },
      world: { policy },
    });
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith("::error"))).toEqual([
      `::error file=${calendar},line=6,col=1,title=unusable-calendar::it has no DTSTART in “Never”; until that is mended, a gate that needs this calendar is unknown, and unknown never passes`,
    ]);
    expect(summary).toContain(`| \`${calendar}\` | calendar, changed |`);
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

  it("does not take the first 300 files, which is what GitHub lists, for all", async () => {
    const { code, lines } = await validate({
      files: { "README.md": "" },
      changes: Array.from({ length: 300 }, (_, index) => ({
        filename: `docs/${index}.md`,
        status: "added",
      })),
      event: { name: "push", payload: push },
    });
    expect(code).toBe(1);
    expect(lines.at(-1)).toContain("there may be more");
  });

  it("takes a merge group by the policy of the branch that it goes into", async () => {
    const { code, summary } = await validate({
      files: { "experiments/pod.json": BROKEN, [POLICY_PATH]: LOOSE },
      event: {
        name: "merge_group",
        payload: {
          merge_group: {
            base_ref: "refs/heads/main",
            base_sha: commits.before,
            head_sha: commits.after,
          },
        },
      },
    });
    expect(code).toBe(1);
    expect(summary).toContain("Checked by the policy of the branch `main`");
  });

  it("takes everything where it is asked to, without asking GitHub", async () => {
    const { code, outputs, summary } = await validate({
      files: {
        "experiments/pod.json": SOUND,
        [POLICY_PATH]: POLICY,
        [WORKFLOW_PATH]: WORKFLOW,
      },
      event: { name: "schedule", payload: {} },
      inputs: { files: "all", token: "" },
      world: { outage: 500 },
    });
    expect(code).toBe(0);
    expect(outputs["files"]).toBe("3");
    expect(summary).toContain("| `experiments/pod.json` | experiment | ✅ |");
  });

  it("says where the policy of the checkout names a workflow that is not there", async () => {
    const { code, lines } = await validate({
      files: { [POLICY_PATH]: POLICY },
      event: { name: "schedule", payload: {} },
      inputs: { files: "all", token: "" },
    });
    expect(code).toBe(1);
    expect(lines.join("\n")).toContain("there is no `.github/workflows/");
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
