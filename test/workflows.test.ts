import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { parsePolicy } from "../core/policy/parse.ts";
import { POLICY_PATH } from "../core/policy/path.ts";
import { parseRequestForm } from "../core/request/form.ts";
import { parseRunTitle } from "../core/request/run-title.ts";
import { evaluate, text } from "../sandbox/runner/expression.ts";
import {
  isMapping,
  NoOperationTraceWriter,
  parseWorkflow,
} from "../sandbox/runner/workflow-parser.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const step = z.object({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const inputs = z.record(z.string(), z.record(z.string(), z.unknown()));
const workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.object({ steps: z.array(step) })),
});
const chaosWorkflow = workflow.extend({
  on: z.object({
    workflow_dispatch: z.object({ inputs }),
    workflow_call: z.object({ inputs }),
  }),
  jobs: z.object({ chaos: z.object({ steps: z.array(step) }) }),
});
const action = z.object({ inputs, outputs: inputs });

const names = readdirSync(join(ROOT, ".github/workflows"));
const CHAOS = ".github/workflows/chaos-tests.yml";
const chaos = chaosWorkflow.parse(parse(read(CHAOS)));

describe.each(names)("the workflow %s", (name) => {
  const content = read(`.github/workflows/${name}`);
  const steps = Object.values(workflow.parse(parse(content)).jobs).flatMap(
    (job) => job.steps,
  );

  it("is a workflow to GitHub's own parser", () => {
    const { context } = parseWorkflow(
      { name, content },
      new NoOperationTraceWriter(),
    );
    expect(context.errors.getErrors()).toEqual([]);
  });

  it("puts nothing into a script but through the environment", () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });

  it("uses what is its own, or pinned by a commit whose version is named", () => {
    const uses = content.match(/(?<=uses: ).*/g) ?? [];
    const loose = uses.filter(
      (used) =>
        !used.startsWith("./") && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used),
    );
    expect(loose).toEqual([]);
  });
});

describe("the chaos workflow", () => {
  it("takes the specification's command as it is", () => {
    const { inputs: taken } = chaos.on.workflow_dispatch;
    expect(Object.keys(taken)).toEqual([
      "environment",
      "experiment",
      "skip_validation",
      "request",
      "correlation",
      "digest",
      "commit",
    ]);
    const mandatory = Object.entries(taken).filter(
      ([, { required }]) => required,
    );
    expect(mandatory.map(([name]) => name)).toEqual([
      "environment",
      "experiment",
    ]);
  });

  it("can be called with the same inputs", () => {
    expect(chaos.on.workflow_call.inputs).toEqual(
      chaos.on.workflow_dispatch.inputs,
    );
  });

  it.each([
    ["", undefined],
    ["0b6f-8c9f", "0b6f-8c9f"],
  ])("says in its title what it runs (%j)", (given, correlation) => {
    const { value } = parseWorkflow(
      { name: CHAOS, content: read(CHAOS) },
      new NoOperationTraceWriter(),
    );
    if (!value || !isMapping(value)) throw new Error("it is no workflow");
    const title = text(value.find("run-name"), {
      inputs: {
        experiment: "pod-failure",
        environment: "staging",
        correlation: given,
      },
    });
    expect(parseRunTitle(title)).toEqual({
      experiment: "pod-failure",
      environment: "staging",
      ...(correlation !== undefined && { correlation }),
    });
  });

  it("may do no more than read, and open a request", () => {
    expect(chaos.permissions).toEqual({
      contents: "read",
      actions: "read",
      issues: "write",
    });
  });

  it("passes the gate before anything else, and with every input", () => {
    const [checkout, gate] = chaos.jobs.chaos.steps;
    const { inputs: known } = action.parse(parse(read("action.yml")));
    expect(checkout?.uses).toMatch(/^actions\/checkout@/);
    expect(gate?.uses).toBe("./");
    expect(gate?.if).toBeUndefined();
    const passed = Object.keys(gate?.with ?? {});
    expect(passed.toSorted(byName)).toEqual(
      Object.keys(known)
        .filter((name) => !["app", "author", "token"].includes(name))
        .toSorted(byName),
    );
  });

  it("keeps the journal and reports on it whatever became of the run, and only if it ran", () => {
    const late = chaos.jobs.chaos.steps.filter(
      (entry) => entry.if && entry.uses,
    );
    expect(late.map((entry) => entry.uses?.replace(/@.*/, ""))).toEqual([
      "actions/upload-artifact",
      "./actions/report",
    ]);
    for (const entry of late) {
      expect(entry.if).toBe("always() && steps.gate.outcome == 'success'");
    }
  });

  it("asks for outputs that the gate has", () => {
    const { outputs } = action.parse(parse(read("action.yml")));
    const asked = [...read(CHAOS).matchAll(/steps\.gate\.outputs\.([\w-]+)/g)];
    expect(asked.length).toBeGreaterThan(0);
    for (const [, name = ""] of asked) expect(outputs).toHaveProperty([name]);
  });

  it("always plays the rollbacks", () => {
    const scripts = chaos.jobs.chaos.steps.map(({ run }) => run ?? "");
    expect(scripts.join("\n")).toContain("--rollback-strategy=always");
  });

  it("waits for the rollbacks of a run that was cancelled before it keeps the journal", () => {
    const { steps } = chaos.jobs.chaos;
    const waits = steps.findIndex(({ run }) => run?.includes("tail --pid"));
    const keeps = steps.findIndex(({ uses }) => uses?.includes("upload"));
    expect(steps[waits]?.if).toBe(
      "cancelled() && steps.gate.outcome == 'success'",
    );
    expect(waits).toBeLessThan(keeps);
  });
});

describe("CI", () => {
  const { jobs } = workflow.parse(parse(read(".github/workflows/ci.yml")));
  const [checkout, validate] = jobs["experiments"]?.steps ?? [];

  it("checks the experiments with our own Action, and gives it only inputs that it has", () => {
    const { inputs: known } = action.parse(
      parse(read("actions/validate/action.yml")),
    );
    expect(checkout?.uses).toMatch(/^actions\/checkout@/);
    expect(validate?.uses).toBe("./actions/validate");
    expect(Object.keys(known)).toEqual(
      expect.arrayContaining(Object.keys(validate?.with ?? {})),
    );
  });

  it.each([
    ["pull_request", "changed"],
    ["push", "all"],
  ])("checks on %s the files that are: %s", (event, files) => {
    const expression = String(validate?.with["files"]).slice(3, -2);
    const found = evaluate(expression, { github: { event_name: event } });
    expect(found.coerceString()).toBe(files);
  });
});

describe("the issue form", () => {
  const form = z
    .object({
      labels: z.array(z.string()),
      body: z.array(
        z.object({
          type: z.string(),
          attributes: z
            .object({
              label: z.string().optional(),
              options: z.array(z.string()).optional(),
            })
            .loose(),
        }),
      ),
    })
    .loose()
    .parse(parse(read(".github/ISSUE_TEMPLATE/chaos-request.yml")));
  const fields = form.body.filter(({ type }) => type !== "markdown");

  it("makes an issue that is read as a request", () => {
    const body = fields
      .map(({ attributes }) => `### ${attributes.label}\n\nanswer`)
      .join("\n\n");
    expect(form.labels).toEqual(["chaos-request"]);
    expect(parseRequestForm(body)).toEqual({
      ok: true,
      ask: { experiment: "answer", environment: "answer", reason: "answer" },
      skipValidation: false,
    });
  });

  it("offers the environments of the policy", () => {
    const parsed = parsePolicy(read(POLICY_PATH));
    const known = parsed.ok ? Object.keys(parsed.policy.environments) : [];
    const offered = fields.find(
      ({ attributes }) => attributes.label === "Environment",
    );
    expect(known.length).toBeGreaterThan(0);
    expect(offered?.attributes.options).toEqual(known);
  });
});

describe("the code owners", () => {
  const paths = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/)[0] ?? "");

  it("watch over what is there", () => {
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each([POLICY_PATH, CHAOS, "experiments/requirements.txt", "action.yml"])(
    "watch over %s",
    (file) => {
      expect(paths.some((path) => `/${file}`.startsWith(path))).toBe(true);
    },
  );
});

function byName(one: string, other: string): number {
  return one.localeCompare(other);
}
