import { basename } from "node:path";
import {
  EXPERIMENT_BYTES,
  parseExperiment,
} from "../../core/experiment/parse.ts";
import type { Checks } from "../../core/experiment/rule.ts";
import { checkPolicy } from "../../core/policy/check.ts";
import {
  looksLikeOrganisation,
  looksLikePolicy,
} from "../../core/policy/likeness.ts";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { plain } from "../../core/render/plain.ts";
import type { CheckedFile } from "../../core/render/validation/checked-file.ts";
import { validationAsGitHub } from "../../core/render/validation/github.ts";
import { validationAsJson } from "../../core/render/validation/json.ts";
import { validationAsSarif } from "../../core/render/validation/sarif.ts";
import {
  countErrors,
  validationAsText,
} from "../../core/render/validation/text.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import { checkWorkflow, looksLikeWorkflow } from "../../core/workflow/check.ts";
import { askedOfFiles } from "../file-options.ts";
import { readInputFile } from "../input-file.ts";
import { expandPaths } from "./input-paths.ts";
import type { CliIo, ExitCode } from "../io.ts";
import { findPolicyChecks, readPolicyChecks } from "./policy-checks.ts";
import { startProgress } from "./progress.ts";

const USAGE = `usage: chaos-governor validate <path…> [--format text|json|github|sarif] [--policy <file>]

Checks Chaos Toolkit experiments and policies: files, globs, and folders, of which the policy of --policy or of this
folder says which files are experiments. A policy is known by its name, ${basename(POLICY_PATH)}, or by its keys,
an organisation's file by its keys \`defaults\` and \`required\`.
A workflow of GitHub Actions is checked as one that runs experiments, and a calendar (.ics) as one of freezes.
Rules follow the policy of --policy, else the nearest valid ${POLICY_PATH} above each file, if any.
Nothing that a file names is imported, executed or looked up.

Exit 0: no errors. 1: errors. 2: a file, or the policy of --policy, could not be read.
`;

const FORMATS = {
  text: validationAsText,
  json: validationAsJson,
  github: validationAsGitHub,
  sarif: validationAsSarif,
};

/** `validate <path…>`: what is wrong with experiments and policies, before anybody is asked to approve them. */
export async function validate(args: string[], io: CliIo): Promise<ExitCode> {
  const options = askedOfFiles(args, io, {
    usage: USAGE,
    formats: ["text", "json", "github", "sarif"],
    policy: true,
  });
  if (!options.ok) return options.exit;
  const { policy, format } = options;
  const chosen = await readPolicyChecks(policy ?? POLICY_PATH, io);
  if (policy !== undefined && !chosen.ok) {
    io.stderr(`${plain(chosen.problem, 600)}\n`);
    return 2;
  }
  const globs = chosen.ok ? chosen.globs : undefined;
  const named = policy !== undefined && chosen.ok ? chosen.checks : undefined;
  const known = new Map<string, Checks>();
  const files: CheckedFile[] = [];
  const paths = await expandPaths(options.paths, io.cwd, globs);
  const progress = startProgress({ total: paths.length, name: "files" }, io);
  for (const path of paths) {
    progress.at(files.length);
    const checks = named ?? (await findPolicyChecks(path, io, known));
    files.push(await check(path, checks, io));
  }
  progress.end();
  io.stdout(FORMATS[format](files));
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
    findings: /\.ics$/i.test(path)
      ? await calendarFindings(text, io)
      : findingsIn(path, text, checks),
    unreadable: false,
  };
}

/** What reads calendars is slow to load, and few are looked at. */
async function calendarFindings(
  text: string,
  io: CliIo,
): Promise<Diagnostic[]> {
  const { checkCalendar } = await import("../../core/time/calendar/check.ts");
  return checkCalendar(text, io.now());
}

function findingsIn(path: string, text: string, checks: Checks): Diagnostic[] {
  const isPolicy = basename(path) === basename(POLICY_PATH);
  if (!isPolicy && looksLikeWorkflow(text)) return checkWorkflow(text);
  if (looksLikeOrganisation(text))
    return checkPolicy(text, { holdsOrganisation: true });
  if (!isPolicy && !looksLikePolicy(text))
    return parseExperiment(text, { file: path, checks }).diagnostics;
  return checkPolicy(text, {});
}
