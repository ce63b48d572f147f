import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runJob, type JobWorld } from "../../../sandbox/runner/job.ts";
import { readWorkflow } from "../../../sandbox/runner/workflow.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "runner-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** Runs the steps of a job and tells how it ended and what it said. */
async function run(steps: string, world: Partial<JobWorld> = {}) {
  const workflow = readWorkflow(
    "test.yml",
    `on: workflow_dispatch\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^/gm, "      ")}`,
  );
  const [job] = workflow.jobs;
  if (!job) throw new Error("the workflow has a job");
  const lines: string[] = [];
  const summaries: string[] = [];
  const uploads: string[] = [];
  const workspace = join(folder, "workspace");
  await mkdir(workspace, { recursive: true });
  const status = await runJob(workflow, job, {
    workspace,
    temporary: join(folder, "temporary"),
    environment: { PATH: process.env["PATH"] ?? "" },
    contexts: {
      github: { token: "t0ken" },
      inputs: { experiment: "pod-failure", skip: false },
    },
    log: (line) => lines.push(line),
    summary: (markdown) => summaries.push(markdown),
    checkout: () => Promise.resolve(),
    uploadArtifact: async (name, paths) =>
      void uploads.push(`${name}: ${paths}`),
    signal: new AbortController().signal,
    ...world,
  });
  return { status, lines, summaries, uploads };
}

describe("a job", () => {
  it("evaluates expressions in names, conditions and env as GitHub does", async () => {
    const { status, lines } = await run(
      [
        "- name: Run ${{ inputs.experiment }}",
        "  env:",
        "    NAME: ${{ format('{0}!', inputs.experiment) }}",
        '  run: echo "hello $NAME"',
        "- if: inputs.skip",
        "  run: echo never",
      ].join("\n"),
    );
    expect(status).toBe("success");
    expect(lines).toContain("▶ Run pod-failure");
    expect(lines).toContain("hello pod-failure!");
    expect(lines).not.toContain("never");
  });

  it("hands outputs, environment and summary from step to step through files", async () => {
    const { lines, summaries } = await run(
      [
        "- id: first",
        "  run: |",
        '    echo "answer=42" >> "$GITHUB_OUTPUT"',
        `    printf 'LONG<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_ENV"`,
        '    echo "# Done" >> "$GITHUB_STEP_SUMMARY"',
        "- env:",
        "    ANSWER: ${{ steps.first.outputs.answer }}",
        '  run: echo "$ANSWER $LONG"',
      ].join("\n"),
    );
    expect(lines).toContain("42 one");
    expect(lines).toContain("two");
    expect(summaries).toEqual(["# Done\n"]);
  });

  it("skips what follows a failure, except what always runs, and fails", async () => {
    const { status, lines, uploads } = await run(
      [
        "- id: gate",
        "  run: exit 3",
        "- run: echo never",
        "- if: always() && steps.gate.outcome == 'failure'",
        "  uses: actions/upload-artifact@v4",
        "  with:",
        "    name: journal",
        "    path: reports/*.json",
      ].join("\n"),
    );
    expect(status).toBe("failure");
    expect(lines).toContain("Process completed with exit code 3.");
    expect(lines).not.toContain("never");
    expect(uploads).toEqual(["journal: reports/*.json"]);
  });

  it("runs an action of the repository with its inputs and their defaults", async () => {
    await mkdir(join(folder, "workspace/actions/hello"), { recursive: true });
    await writeFile(
      join(folder, "workspace/actions/hello/action.yml"),
      "inputs:\n  name: {}\n  token: { default: '${{ github.token }}' }\nruns: { using: node24, main: index.mjs }\n",
    );
    await writeFile(
      join(folder, "workspace/actions/hello/index.mjs"),
      "console.log(`${process.env.INPUT_NAME} ${process.env.INPUT_TOKEN}`)\n",
    );
    const { status, lines } = await run(
      "- uses: ./actions/hello\n  with:\n    name: ${{ inputs.experiment }}",
    );
    expect(status).toBe("success");
    expect(lines).toContain("pod-failure t0ken");
  });

  it("interrupts the running step when the run is cancelled, and still runs what always runs", async () => {
    const controller = new AbortController();
    const { status, lines } = await run(
      "- run: echo started; exec sleep 60\n- run: echo never\n- if: always()\n  run: echo cleaned up",
      {
        signal: controller.signal,
        log: (line) => void (line === "started" && controller.abort()),
      },
    );
    expect(status).toBe("cancelled");
    expect(lines).toEqual([]);
  });

  it("fails on an action that it does not have, and says so", async () => {
    const { status, lines } = await run("- uses: somebody/else@v1");
    expect(status).toBe("failure");
    expect(lines).toContain(
      "Error: the sandbox's runner has no somebody/else@v1.",
    );
  });
});

describe("a workflow file", () => {
  it("that is none is refused with the parser's complaint", () => {
    expect(() => readWorkflow("x.yml", "on: push\njobs: 3")).toThrow(
      /x\.yml is no workflow/,
    );
  });
});
