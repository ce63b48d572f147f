import { type ExplainOptions, readExplainOptions } from "./explain-options.ts";
import { type Question, readQuestion } from "./explain-question.ts";
import type { CliIo, ExitCode } from "../io.ts";

type Asked<Format extends string> =
  | {
      options: ExplainOptions<Format>;
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
  const options = readExplainOptions(args, io.now(), formats);
  if (!options.ok) {
    io.stderr(`${options.problem}\n\n${usage}`);
    return { exit: 2 };
  }
  if (options.help) {
    io.stdout(usage);
    return { exit: 0 };
  }
  const question = await readQuestion(options, io);
  for (const line of question.messages) io.stderr(`${line}\n`);
  return question.ok ? { options, question } : { exit: 2 };
}
