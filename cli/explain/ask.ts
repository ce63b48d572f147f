import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { GateFacts } from "../../core/gate/facts.ts";
import { type ExplainOptions, readExplainOptions } from "./explain-options.ts";
import { writeFacts } from "./facts-text.ts";
import { readFileQuestion } from "./file-question.ts";
import type { Question } from "./question.ts";
import type { CliIo, ExitCode } from "../io.ts";

type Asked<Format extends string> =
  | {
      format: Format;
      /** The moment that is asked about. */
      at: Date;
      question: Extract<Question, { ok: true }>;
    }
  /** There is nothing to answer, and that was said. */
  | { exit: ExitCode };

/** What a command asks about an experiment in an environment; where it can't be asked, the person is told why. */
export async function readAsked<Format extends string>(
  args: string[],
  io: CliIo,
  { formats, usage }: { formats: readonly Format[]; usage: string },
): Promise<Asked<Format>> {
  const options = readExplainOptions(args, formats);
  if (!options.ok) {
    io.stderr(`${options.problem}\n\n${usage}`);
    return { exit: 2 };
  }
  if (options.help) {
    io.stdout(usage);
    return { exit: 0 };
  }
  const { format, at = io.now() } = options;
  const question = await readQuestion(options, at, io);
  for (const line of question.messages) io.stderr(`${line}\n`);
  if (!question.ok) return { exit: 2 };
  const { saveFacts: path } = options;
  if (path !== undefined && !(await save(question.facts, path, io)))
    return { exit: 2 };
  return { format, at, question };
}

async function save(
  facts: GateFacts,
  path: string,
  { cwd, stderr }: CliIo,
): Promise<boolean> {
  try {
    await writeFile(resolve(cwd, path), writeFacts(facts));
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    stderr(`${path}: the facts can't be written: ${error.message}\n`);
    return false;
  }
}

async function readQuestion(
  { source }: ExplainOptions,
  at: Date,
  io: CliIo,
): Promise<Question> {
  if (!("repository" in source)) return readFileQuestion(source, at, io);
  // Whoever asks about files alone does not wait until all of this is loaded.
  const { readLiveQuestion } = await import("./live-question.ts");
  return readLiveQuestion(source, io);
}
