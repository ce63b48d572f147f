import { ORGANISATION_REPOSITORY, POLICY_PATH } from "../../policy/path.ts";
import type { Trouble } from "../../request/status.ts";
import { codeSpan, escapeText, link } from "../escape.ts";
import { filePage, linksOfOrganisation, type Links } from "../links.ts";

type PolicyTrouble = Extract<Trouble, { code: "policy-invalid" }>;

const MOST_MISTAKES = 10;

/** What is in the way, where it stands, and what to do about it. */
export function troubleWords(trouble: Trouble, links: Links): string[] {
  switch (trouble.code) {
    case "policy-missing":
      return [
        `There is no policy: the default branch has no ${codeSpan(POLICY_PATH, 200)}. Whoever maintains this repository has to write one.`,
      ];
    case "policy-invalid":
      return mistakes(trouble, links);
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
  { commit, diagnostics, inOrganisation }: PolicyTrouble,
  links: Links,
): string[] {
  const where = inOrganisation ? linksOfOrganisation(links) : links;
  const page = (line?: number) => filePage(where, commit, POLICY_PATH, line);
  const whose = inOrganisation
    ? `${link(POLICY_PATH, page())} of the organisation's repository ${codeSpan(ORGANISATION_REPOSITORY, 100)}`
    : link(POLICY_PATH, page());
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const rest = errors.length - MOST_MISTAKES;
  return [
    `The policy can't be used: ${whose} has mistakes. Nothing may run until they are mended on the default branch.`,
    "",
    ...errors.slice(0, MOST_MISTAKES).map(({ line, column, message, hint }) => {
      const place = `line ${String(line)}, column ${String(column)}`;
      const mend = hint === undefined ? "" : ` (${escapeText(hint, 200)})`;
      return `- ${link(place, page(line))}: ${escapeText(message, 200)}${mend}`;
    }),
    ...(rest > 0 ? [`- … and ${String(rest)} more`] : []),
  ];
}
