import { basename } from "node:path";
import { EXPERIMENT_BYTES, parseExperiment } from "../core/experiment/parse.ts";
import type { Checks } from "../core/experiment/rule.ts";
import { parsePolicy } from "../core/policy/parse.ts";
import { looksLikePolicy } from "../core/policy/likeness.ts";
import { POLICY_PATH } from "../core/policy/path.ts";
import { renderExcerpt } from "../core/render/diagnostic.ts";
import { plain } from "../core/render/plain.ts";
import type { Diagnostic } from "../core/text/diagnostic.ts";
import { diagnosticLine } from "./diagnostic-line.ts";
import { readFileOptions } from "./file-options.ts";
import { readInputFile } from "./input-file.ts";
import type { CliIo, ExitCode } from "./io.ts";
import { findPolicyChecks, readPolicyChecks } from "./policy-checks.ts";

const USAGE = `usage: chaos-governor validate <path…> [--format text|json] [--policy <file>]

Checks Chaos Toolkit experiments and policies. A policy is known by its name, ${basename(POLICY_PATH)}, or by its keys.
Rules follow the policy of --policy, else the nearest valid ${POLICY_PATH} above each file, if any.
Nothing that a file names is imported, executed or looked up.

Exit 0: no errors. 1: errors. 2: a file, or the policy of --policy, could not be read.
`;

/** A file that was checked: what was found in it, and its text to show the places. */
interface CheckedFile {
  path: string;
  text: string;
  findings: Diagnostic[];
  unreadable: boolean;
}

/** `validate <path…>`: what is wrong with experiments and policies, before anybody is asked to approve them. */
export async function validate(args: string[], io: CliIo): Promise<ExitCode> {
  const options = readFileOptions(args, { policy: true });
  if (!options.ok) {
    io.stderr(`${options.problem}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    io.stdout(USAGE);
    return 0;
  }
  const named =
    options.policy === undefined
      ? undefined
      : await readPolicyChecks(options.policy, io);
  if (named?.ok === false) {
    io.stderr(`${plain(named.problem, 600)}\n`);
    return 2;
  }
  const known = new Map<string, Checks>();
  const files: CheckedFile[] = [];
  for (const path of options.paths) {
    const checks = named?.checks ?? (await findPolicyChecks(path, io, known));
    files.push(await check(path, checks, io));
  }
  io.stdout(
    options.format === "json" ? describeAsJson(files) : describe(files),
  );
  if (files.some(({ unreadable }) => unreadable)) return 2;
  return files.some(({ findings }) => countErrors(findings) > 0) ? 1 : 0;
}

async function check(
  path: string,
  checks: Checks,
  io: CliIo,
): Promise<CheckedFile> {
  const file = await readInputFile(path, EXPERIMENT_BYTES, io);
  if (!file.ok) {
    const finding: Diagnostic = {
      code: "unreadable",
      severity: "error",
      message: file.problem,
      line: 1,
      column: 1,
      path: [],
    };
    return { path, text: "", findings: [finding], unreadable: true };
  }
  // A byte order mark is a finding where Chaos Toolkit refuses it.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(file.bytes);
  return {
    path,
    text,
    findings: findingsIn(path, text, checks),
    unreadable: false,
  };
}

function findingsIn(path: string, text: string, checks: Checks): Diagnostic[] {
  if (basename(path) !== basename(POLICY_PATH) && !looksLikePolicy(text))
    return parseExperiment(text, { file: path, checks }).diagnostics;
  const result = parsePolicy(text);
  return result.ok ? [] : result.diagnostics;
}

function describeAsJson(files: readonly CheckedFile[]): string {
  const answer = files.map(({ path, findings }) => ({
    path,
    findings: findings.map(({ hint, message, ...finding }) => ({
      ...finding,
      message: hint === undefined ? message : `${message}; ${hint}`,
    })),
  }));
  return `${JSON.stringify({ files: answer }, null, 2)}\n`;
}

function describe(files: readonly CheckedFile[]): string {
  const blocks = files.flatMap(({ path, text, findings, unreadable }) =>
    findings.map((finding) => {
      const excerpt = unreadable ? "" : renderExcerpt(text, finding);
      return `${diagnosticLine(plain(path, 300), finding)}\n${indent(excerpt)}`;
    }),
  );
  const findings = files.flatMap((file) => file.findings);
  const errors = countErrors(findings);
  const others = findings.length - errors;
  const counts = [count(files.length, "file"), count(errors, "error")];
  if (others > 0) counts.push(count(others, "warning"));
  return `${[...blocks, counts.join(", ")].join("\n")}\n`;
}

function indent(excerpt: string): string {
  return excerpt.replaceAll(/^(?=.)/gm, "  ").concat(excerpt && "\n");
}

function countErrors(findings: readonly Diagnostic[]): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

function count(number: number, thing: string): string {
  return `${number || "no"} ${thing}${number === 1 ? "" : "s"}`;
}
