import { JOURNAL_LIMIT, MEBIBYTE } from "../core/journal/limit.ts";
import type { Policy } from "../core/policy/schema.ts";
import {
  journalsInZip,
  type JournalFile,
} from "../providers/github/artifact-zip.ts";
import type {
  GitHubRepository,
  WorkflowRun,
} from "../providers/github/repository.ts";

/** The name that the chaos workflow uploads journals by. */
const ARTIFACT = "chaos-journal";
/** A journal is packed to a tenth at least; the rest is for what else the artifact holds. */
const ZIP_LIMIT_BYTES = JOURNAL_LIMIT / 2;

/** The journal that a run left behind: its text, or a sentence that says why there is none to judge by. */
export type RunJournal =
  | { state: "uploaded"; text: string }
  | { state: "unreadable"; problem: string }
  | { state: "missing" };

/**
 * Fetches the journal of an experiment from a run's artifact.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function fetchJournal(
  github: GitHubRepository,
  run: WorkflowRun,
  experiment: string,
  policy: Policy,
): Promise<RunJournal> {
  const artifacts = await github.artifacts(run.id);
  const latest = artifacts
    .filter(({ name, expired }) => name === ARTIFACT && !expired)
    .toSorted((one, other) => other.id - one.id)[0];
  if (!latest) return { state: "missing" };
  const zip = await github.downloadArtifact(latest.id, ZIP_LIMIT_BYTES);
  if (!zip) {
    return {
      state: "unreadable",
      problem: `The artifact with the journal is larger than ${ZIP_LIMIT_BYTES / MEBIBYTE} MiB, or gone.`,
    };
  }
  const journals = journalsInZip(zip);
  if (!journals.ok) return { state: "unreadable", problem: journals.problem };
  const wanted = fileName(
    policy.experiments.journals.replaceAll("{experiment}", experiment),
  );
  const file = choose(journals.files, wanted);
  return file
    ? { state: "uploaded", text: file.text }
    : {
        state: "unreadable",
        problem: `The artifact ${ARTIFACT} holds no ${wanted}.`,
      };
}

/** The file of that name; a journal that is the only one may be called otherwise. */
function choose(files: JournalFile[], wanted: string): JournalFile | undefined {
  const named = files.find(({ name }) => fileName(name) === wanted);
  return named ?? (files.length === 1 ? files[0] : undefined);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
