import { format } from "prettier";
import { stringify } from "yaml";
import { RULES } from "../../core/experiment/registry.ts";
import { WORKFLOW_RULES } from "../../core/workflow/registry.ts";
import type { Rule } from "../../core/experiment/rule.ts";
import { code, table } from "./tables.ts";

const PAGE = "docs/rules.md";

const INTRODUCTION = `# What is checked in an experiment

An experiment file is read without importing, executing or looking up anything that it names. First its shape is held
against what Chaos Toolkit itself refuses (a key that is missing, a value of the wrong kind, a document that is none):
that is always an error. Then come the rules of this page, for what Chaos Toolkit accepts although it does not do what it
says. A mistake in one place does not keep the others from being found.

The policy can change how much a rule weighs:

\`\`\`yaml
experiments:
  rules:
    no-timeout: error
    duplicate-name: "off"
\`\`\`

An error keeps the experiment from being run; a warning or an info is only shown. What Chaos Toolkit itself refuses stays
an error, whatever the policy says. Examples are parts of an experiment in YAML; JSON is checked the same way.`;

const WORKFLOW_PAGE = "docs/workflow-rules.md";

const WORKFLOW_INTRODUCTION = `# What is checked in a chaos workflow

The workflows that the policy names run the experiments. One that a pull request changes is checked, and so is one that
somebody gives to \`chaos-governor validate\`: whether the app can start it, and whether nothing runs without the gate.
Findings lie on their lines. What the Actions in it do is not looked at. The gate is \`./\` or an Action of the name
\`chaos-governor\`, or a workflow there that a job calls; one of another name is known by the inputs \`correlation\` and
\`digest\`.

This is what all of it looks like: [chaos-tests.yml](../.github/workflows/chaos-tests.yml). Examples are parts of a
workflow.`;

const MISSING_WORKFLOW = `## missing-workflow

A pull request has the policy name a workflow that is not there, or removes one that the policy names. Every dispatch
would be refused. (error)`;

/** docs/rules.md and docs/workflow-rules.md: a section for each rule, with what it finds and an example. */
export async function generateRulePages(): Promise<Map<string, string>> {
  const rules = [
    INTRODUCTION,
    overview("Weighs, mostly", RULES),
    ...RULES.map((rule) => section(rule, contextOf(rule))),
  ];
  const workflowRules = [
    WORKFLOW_INTRODUCTION,
    overview("Weighs", WORKFLOW_RULES),
    ...WORKFLOW_RULES.map((rule) => section(rule)),
    MISSING_WORKFLOW,
  ];
  return new Map([
    [PAGE, await markdown(rules)],
    [WORKFLOW_PAGE, await markdown(workflowRules)],
  ]);
}

/** What the rules for all kinds of files have. */
type Documented = Pick<Rule, "code" | "severity" | "explanation" | "example">;

function overview(weight: string, rules: readonly Documented[]): string {
  const rows = rules.map(({ code: name, severity }) => [
    `[${code(name)}](#${name})`,
    severity,
  ]);
  return table(["Rule", weight], rows);
}

async function markdown(parts: readonly string[]): Promise<string> {
  return format(parts.join("\n\n"), { parser: "markdown" });
}

function section(rule: Documented, context: readonly string[] = []): string {
  const { code: name, severity, explanation, example } = rule;
  return [
    `## ${name}`,
    `${explanation} (${severity})`,
    ...context,
    "Wrong:",
    fence(example.wrong),
    "Right:",
    fence(example.right),
  ].join("\n\n");
}

function contextOf({ exampleContext }: Rule): string[] {
  if (!exampleContext) return [];
  return ["Where the policy says:", fence(stringify(exampleContext))];
}

function fence(text: string): string {
  return `\`\`\`yaml\n${text.trim()}\n\`\`\``;
}
