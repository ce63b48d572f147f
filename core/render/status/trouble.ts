import { POLICY_PATH } from "../../policy/path.ts";
import type { Trouble } from "../../request/status.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { codeSpan, escapeText, link } from "../escape.ts";
import { filePage, type Links } from "../links.ts";

const MOST_MISTAKES = 10;

/** What is in the way, where it stands, and what to do about it. */
export function troubleWords(trouble: Trouble, links: Links): string[] {
  switch (trouble.code) {
    case "policy-missing":
      return [
        `There is no policy: the default branch has no ${codeSpan(POLICY_PATH, 200)}. Whoever maintains this repository has to write one.`,
      ];
    case "policy-invalid":
      return mistakes(trouble.commit, trouble.diagnostics, links);
    case "ask-unreadable":
      return [
        `This issue can't be read as a request. ${escapeText(trouble.problem, 500)} Edit the issue's text to mend it.`,
      ];
    case "experiment-unusable":
      return [
        `The experiment can't be used. ${escapeText(trouble.reason, 500)} Mend that on the default branch, or ask anew for another experiment.`,
      ];
    case "unreachable":
      return [
        `Could not be learned: ${escapeText(trouble.what, 200)} (${escapeText(trouble.reason, 500)}).`,
      ];
  }
}

function mistakes(
  commit: string,
  diagnostics: readonly Diagnostic[],
  links: Links,
): string[] {
  const page = (line?: number) => filePage(links, commit, POLICY_PATH, line);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const rest = errors.length - MOST_MISTAKES;
  return [
    `The policy can't be used: ${link(POLICY_PATH, page())} has mistakes. Nothing may run until they are mended on the default branch.`,
    "",
    ...errors.slice(0, MOST_MISTAKES).map(({ line, column, message, hint }) => {
      const place = `line ${String(line)}, column ${String(column)}`;
      const mend = hint === undefined ? "" : ` (${escapeText(hint, 200)})`;
      return `- ${link(place, page(line))}: ${escapeText(message, 200)}${mend}`;
    }),
    ...(rest > 0 ? [`- … and ${String(rest)} more`] : []),
  ];
}
