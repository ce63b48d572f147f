import {
  type Organisation,
  parseOrganisation,
} from "../core/policy/inheritance/organisation.ts";
import { POLICY_BYTES } from "../core/policy/limits.ts";
import { parsePolicy } from "../core/policy/parse.ts";
import type { Policy } from "../core/policy/schema.ts";
import { diagnosticLine } from "../core/render/diagnostic-line.ts";
import type { Diagnostic } from "../core/text/diagnostic.ts";
import { readInputFile } from "./input-file.ts";
import type { CliIo } from "./io.ts";

type PolicyFiles =
  | {
      ok: true;
      policy: Policy;
      /** What the repository's own file says. */
      text: string;
      organisation: Organisation | undefined;
    }
  | {
      ok: false;
      /** Whether there was no file to read, rather than one that can't be used. */
      unread: boolean;
      messages: string[];
    };

/** A repository's policy together with what it inherits; the messages name the file that is wrong. */
export async function readPolicyFiles(
  paths: { policy: string; organisation?: string | undefined },
  io: Pick<CliIo, "cwd">,
): Promise<PolicyFiles> {
  const [own, above] = await Promise.all([
    readInputFile(paths.policy, POLICY_BYTES, io),
    paths.organisation === undefined
      ? undefined
      : readInputFile(paths.organisation, POLICY_BYTES, io),
  ]);
  const unread = [
    { path: paths.policy, file: own },
    { path: paths.organisation ?? "", file: above },
  ].flatMap(({ path, file }) =>
    !file || file.ok ? [] : `${path}: ${file.problem}`,
  );
  if (!own.ok || above?.ok === false)
    return { ok: false, unread: true, messages: unread };
  let organisation: Organisation | undefined;
  if (above) {
    const parsed = parseOrganisation(above.text);
    if (!parsed.ok) return unusable(paths.organisation ?? "", parsed);
    ({ organisation } = parsed);
  }
  const parsed = parsePolicy(own.text, organisation);
  return parsed.ok
    ? { ok: true, policy: parsed.policy, text: own.text, organisation }
    : unusable(paths.policy, parsed);
}

function unusable(
  path: string,
  { diagnostics }: { diagnostics: readonly Diagnostic[] },
): PolicyFiles {
  const messages = diagnostics.map((one) => diagnosticLine(path, one));
  return { ok: false, unread: false, messages };
}
