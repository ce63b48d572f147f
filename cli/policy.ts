import { parseArgs } from "node:util";
import { policyEntries } from "../core/policy/inheritance/origin.ts";
import { POLICY_BYTES } from "../core/policy/limits.ts";
import {
  effectivePolicyAsJson,
  effectivePolicyAsText,
} from "../core/render/effective-policy.ts";
import { parseDocument } from "../core/text/document.ts";
import type { CliIo, ExitCode } from "./io.ts";
import { readPolicyFiles } from "./policy-files.ts";

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

  const read = await readPolicyFiles({ policy: path, organisation: above }, io);
  if (!read.ok) {
    for (const message of read.messages) io.stderr(`${message}\n`);
    return read.unread ? 2 : 1;
  }
  const { organisation } = read;
  const document = parseDocument(read.text, { bytes: POLICY_BYTES });
  const repository = document.ok ? document.document.value : undefined;
  const entries = policyEntries(read.policy, { repository, organisation });
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

function misused(problem: string, io: CliIo): ExitCode {
  io.stderr(`${problem}\n\n${USAGE}`);
  return 2;
}
