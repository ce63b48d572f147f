import { FAILURE_LABEL } from "../../core/render/failure.ts";
import type { ProviderError } from "../../providers/provider-error.ts";
import type { Filed } from "./failure-issue.ts";
import type { FilingInputs } from "./inputs.ts";

/** What became of the issue about a failure: plain text for the job's log. */
export interface FilingWords {
  /** One sentence; absent where there was nothing to tell. */
  said?: string;
  /** The issue's page, where something was told in it. */
  url?: string;
  /** What somebody has to mend, in a sentence or two each. */
  warnings: string[];
}

export const NOTHING_TO_TELL: FilingWords = { warnings: [] };

const SAID: Record<Filed["how"], string> = {
  opened: "The failure is told of in a new issue",
  added: "The failure is told of in the issue that is open about it",
  held: "That it held is told in the issue about the failures before",
  closed: "It held, so the issue about the failures before is closed",
  "too-late":
    "It held before the issue about a failure was opened, so nothing is told in it",
};

export function describeFiled(
  { how, issue }: Filed,
  { author }: Pick<FilingInputs, "author">,
): FilingWords {
  const { url, labels } = issue;
  const warnings = [
    // GitHub drops labels silently where the token may not set them.
    ...(labels.includes(FAILURE_LABEL)
      ? []
      : [
          `The issue ${url} was opened without the label ${FAILURE_LABEL}, so the next failure would open another one. Set the label there.`,
        ]),
    ...(issue.author === author
      ? []
      : [
          `The token writes as ${issue.author}, not as ${author}, so the next failure would open another issue. Set the input author to ${issue.author}.`,
        ]),
  ];
  return { said: `${SAID[how]}: ${url}`, url, warnings };
}

/** @param url the app's issue about the same failures, where it is open already */
export function leftToApp(app: string, url?: string): FilingWords {
  const why = url === undefined ? "it started this run" : `see ${url}`;
  const said = `No issue is filed here, for the app ${app} files its own: ${why}.`;
  return { said, warnings: [] };
}

const MEND: Record<number, string> = {
  401: "The token is not valid: see the input token.",
  403: "The token may not do that: add `issues: write` to the `permissions:` of the job. In runs that a fork's pull request starts, GitHub grants it to nobody.",
  404: "The token does not reach the repository's issues: add `issues: write` to the `permissions:` of the job.",
  410: "Issues are switched off in this repository.",
};

/** GitHub refused, or was not reached. */
export function refused({
  message,
  status,
  retryable,
}: ProviderError): FilingWords {
  const mend = retryable || status === undefined ? undefined : MEND[status];
  const said = `The failure issue was not looked after: ${message}.`;
  return { warnings: [mend === undefined ? said : `${said} ${mend}`] };
}

/** The issue was written without what the policy says. */
export function unreadPolicy({ message, status }: ProviderError): string {
  const mend =
    status === 403 || status === 404
      ? " Add `contents: read` to the `permissions:` of the job."
      : "";
  return `The policy could not be read, so the issue names no owners and no pages: ${message}.${mend}`;
}

/** A mistake of ours, of which the verdict knows nothing. */
export function broken(error: unknown): FilingWords {
  const said = `The failure issue was not looked after: ${String(error)}. Please report this.`;
  return { warnings: [said] };
}
