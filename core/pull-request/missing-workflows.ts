import type { Above } from "../policy/check.ts";
import { parsePolicy } from "../policy/parse.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { quote } from "../text/quote.ts";
import type { FileFacts, TouchedFile, PullRequestFacts } from "./facts.ts";

const WORKFLOWS = ".github/workflows/";
/** Each is a request to GitHub; nobody has more. */
const MOST_WORKFLOWS = 20;

/**
 * Workflows of which it has to be learned whether they are there after a merge: none where the change can't be the
 * reason that one is not.
 *
 * @param named those that the policy names after a merge
 */
export function workflowsAtStake(
  touched: readonly TouchedFile[],
  named: ReadonlySet<string>,
): string[] {
  const isAtStake = touched.some(
    ({ kind, change }) =>
      kind === "policy" || (kind === "workflow" && change === "removed"),
  );
  return isAtStake ? [...named].slice(0, MOST_WORKFLOWS) : [];
}

/**
 * Where a workflow that runs experiments is not there after a merge: in the policy that names it, where that is
 * changed, else in the file that is removed.
 *
 * @param facts.absent paths of such workflows
 */
export function missingWorkflows(
  { kind, path, content }: FileFacts,
  { absent, above }: Pick<PullRequestFacts, "absent" | "above">,
): Diagnostic[] {
  if (kind === "policy" && content.state === "text")
    return inPolicy(content.text, absent, above);
  if (kind !== "workflow" || content.state !== "removed") return [];
  return absent.includes(path)
    ? [
        {
          ...finding("the policy runs experiments with this workflow"),
          hint: "keep it, or name another one in the policy",
          line: 1,
          column: 1,
          path: [],
        },
      ]
    : [];
}

function inPolicy(
  text: string,
  absent: readonly string[],
  { organisation }: Above,
): Diagnostic[] {
  const result = parsePolicy(text, organisation);
  const parsed = parseDocument(text);
  if (!result.ok || !parsed.ok) return [];
  return Object.entries(result.policy.environments)
    .filter(([, { workflow }]) => absent.includes(`${WORKFLOWS}${workflow}`))
    .map(([name, { workflow }]) => {
      const path = ["environments", name, "workflow"];
      return {
        ...finding(`there is no ${quote(`${WORKFLOWS}${workflow}`)}`),
        hint: "add the file, or name one that is there",
        path,
        ...parsed.document.locate(path),
      };
    });
}

function finding(
  message: string,
): Pick<Diagnostic, "code" | "severity" | "message"> {
  return { code: "missing-workflow", severity: "error", message };
}
