import * as z from "zod";
import type { FileChange } from "../../core/pull-request/facts.ts";
import { ProviderError } from "../provider-error.ts";
import { ask } from "./ask.ts";
import { fileChange } from "./file-change.ts";
import { at, type Place } from "./place.ts";

/** GitHub lists no more files of a comparison, whatever is asked. */
const MOST_LISTED = 300;

const comparison = z.object({ files: z.array(fileChange) });

/**
 * What changed on the way from where two commits parted to the second of them.
 *
 * @param from a commit or a branch
 * @throws ProviderError also where GitHub may have left files out
 */
export async function changedBetween(
  place: Place,
  from: string,
  to: string,
): Promise<FileChange[]> {
  const doing = `compare ${from} with ${to}`;
  const { files } = await ask(place.octokit, {
    doing,
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    // Pages are of commits, which nobody here looks at; all files are on the first one.
    parameters: { ...at(place), basehead: `${from}...${to}`, per_page: "1" },
    answer: comparison,
  });
  if (files.length < MOST_LISTED) return files;
  throw new ProviderError(
    "github",
    `could not ${doing}: it lists ${String(MOST_LISTED)} files of a comparison, and there may be more`,
    { retryable: false },
  );
}
