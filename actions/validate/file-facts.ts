import { experimentDigest } from "../../core/experiment/digest.ts";
import { EXPERIMENT_BYTES } from "../../core/experiment/parse.ts";
import type {
  FileContent,
  FileFacts,
  TouchedFile,
} from "../../core/pull-request/facts.ts";
import { LIMIT_BYTES } from "../../core/pull-request/limits.ts";
import { readCheckoutFile } from "../checkout-files.ts";
import type { Surroundings } from "./observe.ts";

const MOST_FILES = 3_000;
/** Of all files together, which are held in memory at once. */
const MOST_BYTES = 64 * 1_024 * 1_024;
/** Each is one request to GitHub, of which the token of a job has 1,000 an hour for the whole repository. */
const MOST_COMPARED = 100;

/**
 * What is in the files now, and what was in them before.
 *
 * @param base the commit that is compared with; absent where there is none
 */
export async function factsOf(
  touched: readonly TouchedFile[],
  base: string | undefined,
  { workspace, github }: Pick<Surroundings, "workspace" | "github">,
): Promise<FileFacts[]> {
  const facts: FileFacts[] = [];
  let bytes = 0;
  let compared = 0;
  for (const file of touched) {
    const full = facts.length >= MOST_FILES || bytes >= MOST_BYTES;
    const content = full
      ? ({ state: "not-read" } as const)
      : await contentOf(file, workspace);
    if (content.state === "text") bytes += content.text.length;

    const wasThere = file.change === "changed" || file.change === "removed";
    const comparable =
      file.kind === "experiment" && wasThere && compared < MOST_COMPARED;
    if (!comparable || base === undefined || !github) {
      facts.push({ ...file, content });
      continue;
    }
    compared += 1;
    const was = await github.readFile(file.path, base, EXPERIMENT_BYTES);
    const before = was.state === "text" ? { before: was.text } : {};
    facts.push({ ...file, content, ...before });
  }
  return facts;
}

async function contentOf(
  { path, kind, change }: TouchedFile,
  workspace: string,
): Promise<FileContent> {
  if (change === "removed") return { state: "removed" };
  const file = await readCheckoutFile(workspace, path, LIMIT_BYTES[kind]);
  if (file.state !== "text") return file;
  return {
    state: "text",
    text: file.text,
    digest: experimentDigest(file.bytes),
  };
}
