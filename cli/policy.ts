import { parseArgs } from "node:util";
import {
  type Organisation,
  parseOrganisation,
} from "../core/policy/inheritance/organisation.ts";
import { policyEntries } from "../core/policy/inheritance/origin.ts";
import { POLICY_BYTES } from "../core/policy/limits.ts";
import { parsePolicy } from "../core/policy/parse.ts";
import { diagnosticLine } from "../core/render/diagnostic-line.ts";
import {
  effectivePolicyAsJson,
  effectivePolicyAsText,
} from "../core/render/effective-policy.ts";
import type { Diagnostic } from "../core/text/diagnostic.ts";
import { parseDocument } from "../core/text/document.ts";
import { readInputFile } from "./input-file.ts";
import type { CliIo, ExitCode } from "./io.ts";

const USAGE = `usage: chaos-governor policy --policy <file> [--organisation <file>] [--format text|json]

Prints the policy that is in force, and where each of its values comes from.

  --policy         a repository's policy, as in .github/chaos-governor.yml
  --organisation   what it inherits: .github/chaos-governor.yml of the owner's repository .github

Exit 0: it can be used. 1: it can't. 2: a file could not be read.
`;

/** `policy`: what a repository's policy says together with what it inherits. */
export async function policy(args: string[], io: CliIo): Promise<ExitCode> {
  const options = readOptions(args);
  if (!options.ok) return misused(options.problem, io);
  const { help, policy: path, organisation: above, format } = options;
  if (help) {
    io.stdout(USAGE);
    return 0;
  }
  if (path === undefined) return misused("missing: --policy", io);
  if (format !== "text" && format !== "json")
    return misused("--format is text or json", io);

  const [own, inherited] = await Promise.all([
    readText(path, io),
    above === undefined ? "" : readText(above, io),
  ]);
  if (own === undefined || inherited === undefined) return 2;
  let organisation: Organisation | undefined;
  if (above !== undefined) {
    const parsed = parseOrganisation(inherited);
    if (!parsed.ok) return refused(above, parsed.diagnostics, io);
    ({ organisation } = parsed);
  }
  const result = parsePolicy(own, organisation);
  if (!result.ok) return refused(path, result.diagnostics, io);
  const document = parseDocument(own, { bytes: POLICY_BYTES });
  const repository = document.ok ? document.document.value : undefined;
  const entries = policyEntries(result.policy, { repository, organisation });
  io.stdout(
    format === "json"
      ? effectivePolicyAsJson(entries)
      : effectivePolicyAsText(entries),
  );
  return 0;
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        format: { type: "string", default: "text" },
        help: { type: "boolean", short: "h", default: false },
        organisation: { type: "string" },
        policy: { type: "string" },
      },
    });
    return { ok: true as const, ...values };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false as const, problem: error.message };
  }
}

async function readText(path: string, io: CliIo): Promise<string | undefined> {
  const file = await readInputFile(path, POLICY_BYTES, io);
  if (file.ok) return file.text;
  io.stderr(`${path}: ${file.problem}\n`);
  return undefined;
}

function refused(
  path: string,
  diagnostics: readonly Diagnostic[],
  io: CliIo,
): ExitCode {
  for (const finding of diagnostics)
    io.stderr(`${diagnosticLine(path, finding)}\n`);
  return 1;
}

function misused(problem: string, io: CliIo): ExitCode {
  io.stderr(`${problem}\n\n${USAGE}`);
  return 2;
}
