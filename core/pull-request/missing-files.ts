import type { Above } from "../policy/check.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { quote } from "../text/quote.ts";
import type { FileFacts, PullRequestFacts, TouchedFile } from "./facts.ts";
import { namedBy, type NamedFile, type NamedFiles } from "./named-files.ts";

/** Each is a request to GitHub; nobody has more. */
const MOST_NAMED = 40;

/**
 * Files that the policy names of which it has to be learned whether they are there after a merge: none where the change
 * can't be the reason that one is not.
 *
 * @param named those that the policy names after a merge
 */
export function filesAtStake(
  touched: readonly TouchedFile[],
  named: NamedFiles,
): string[] {
  const isAtStake = touched.some(
    ({ kind, change }) =>
      kind === "policy" || (kind !== "experiment" && change === "removed"),
  );
  return isAtStake ? [...named.keys()].slice(0, MOST_NAMED) : [];
}

/**
 * Where a file that the policy names is not there after a merge: in the policy that names it, where that is changed,
 * else in the file that is removed.
 *
 * @param facts.absent paths of such files
 */
export function missingFiles(
  { kind, path, content }: FileFacts,
  { absent, above }: Pick<PullRequestFacts, "absent" | "above">,
): Diagnostic[] {
  if (kind === "policy" && content.state === "text")
    return inPolicy(content.text, absent, above);
  if (kind !== "workflow" && kind !== "calendar") return [];
  if (content.state !== "removed" || !absent.includes(path)) return [];
  return [
    {
      code: `missing-${kind}`,
      severity: "error",
      message:
        kind === "workflow"
          ? "the policy runs experiments with this workflow"
          : "the policy goes by this calendar",
      hint: "keep it, or name another one in the policy",
      line: 1,
      column: 1,
      path: [],
    },
  ];
}

function inPolicy(
  text: string,
  absent: readonly string[],
  { organisation }: Above,
): Diagnostic[] {
  const result = parsePolicy(text, organisation);
  const parsed = parseDocument(text);
  if (!result.ok || !parsed.ok) return [];
  return namedBy(result.policy)
    .filter(({ file }) => absent.includes(file))
    .map(({ file, kind, path }: NamedFile) => ({
      code: `missing-${kind}`,
      severity: "error",
      message: `there is no ${quote(file)}`,
      hint: "add the file, or name one that is there",
      path,
      ...parsed.document.locate(path),
    }));
}
