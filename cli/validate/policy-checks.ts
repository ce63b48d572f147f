import { dirname, join, resolve } from "node:path";
import type { Checks } from "../../core/experiment/rule.ts";
import { checksOf } from "../../core/policy/checks.ts";
import { POLICY_BYTES } from "../../core/policy/limits.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { readInputFile } from "../input-file.ts";
import type { CliIo } from "../io.ts";

type Cwd = Pick<CliIo, "cwd">;

/** What a policy asks of experiments, and which files are some; or a sentence that says why it can't be told. */
export type PolicyChecks =
  | { ok: true; checks: Checks; globs: string[] }
  | { ok: false; problem: string };

/** Reads the policy that somebody named. */
export async function readPolicyChecks(
  path: string,
  io: Cwd,
): Promise<PolicyChecks> {
  const file = await readInputFile(path, POLICY_BYTES, io);
  if (!file.ok) return { ok: false, problem: `${path}: ${file.problem}` };
  const result = parsePolicy(file.text);
  if (result.ok) {
    const { policy } = result;
    return {
      ok: true,
      checks: checksOf(policy),
      globs: policy.experiments.paths,
    };
  }
  return {
    ok: false,
    problem: `${path} is no valid policy; \`chaos-governor validate ${path}\` shows why`,
  };
}

/** What the nearest valid policy above a file asks of it; nothing where there is none. */
export async function findPolicyChecks(
  file: string,
  io: Cwd,
  known: Map<string, Checks>,
): Promise<Checks> {
  return checksAbove(dirname(resolve(io.cwd, file)), io, known);
}

/** Looks in each folder once, however many files stand below it. */
async function checksAbove(
  folder: string,
  io: Cwd,
  known: Map<string, Checks>,
): Promise<Checks> {
  const seen = known.get(folder);
  if (seen !== undefined) return seen;
  const here = await readPolicyChecks(join(folder, POLICY_PATH), io);
  const above = dirname(folder);
  let checks: Checks = {};
  if (here.ok) checks = here.checks;
  else if (above !== folder) checks = await checksAbove(above, io, known);
  known.set(folder, checks);
  return checks;
}
