import { format } from "prettier";
import { stringify } from "yaml";
import { RULES } from "../../core/experiment/registry.ts";
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

/** docs/rules.md: a section for each rule, with what it finds and an example. */
export async function generateRulePage(): Promise<Map<string, string>> {
  const rows = RULES.map(({ code: name, severity }) => [
    `[${code(name)}](#${name})`,
    severity,
  ]);
  const page = [
    INTRODUCTION,
    table(["Rule", "Weighs, mostly"], rows),
    ...RULES.map(section),
  ].join("\n\n");
  return new Map([[PAGE, await format(page, { parser: "markdown" })]]);
}

function section(rule: Rule): string {
  const { code: name, severity, explanation, example } = rule;
  return [
    `## ${name}`,
    `${explanation} (${severity})`,
    ...contextOf(rule),
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
