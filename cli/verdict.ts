import { judge } from "../core/journal/judge.ts";
import { JOURNAL_LIMIT } from "../core/journal/limit.ts";
import { parseJournal } from "../core/journal/parse.ts";
import { preview } from "../core/journal/preview.ts";
import { redactor } from "../core/journal/redaction.ts";
import type { Journal } from "../core/journal/schema.ts";
import { readTime } from "../core/journal/times.ts";
import { askedOfFiles } from "./file-options.ts";
import { readInputFile } from "./input-file.ts";
import type { CliIo, ExitCode } from "./io.ts";

const USAGE = `usage: chaos-governor verdict <journal> [--format text|json]

Says what a run of Chaos Toolkit really was, by its whole journal: its own exit code and status call
failed activities, skipped rollbacks and a skipped method a success.

Exit 0: it held. 1: it did not. 2: that can't be told, because there is no journal to judge.
`;

/** `verdict <journal>`: judges one run, with the same core as the app. */
export async function verdict(args: string[], io: CliIo): Promise<ExitCode> {
  const options = askedOfFiles(args, io, {
    usage: USAGE,
    formats: ["text", "json"],
    policy: false,
  });
  if (!options.ok) return options.exit;
  const { paths, format } = options;
  const [path, more] = paths;
  if (path === undefined || more !== undefined) {
    io.stderr(`name one journal\n\n${USAGE}`);
    return 2;
  }
  const file = await readInputFile(path, JOURNAL_LIMIT, io);
  const read = file.ok ? parseJournal(file.text) : file;
  if (!read.ok) {
    io.stderr(`${path}: ${read.problem}\n`);
    return 2;
  }
  const answer = describe(read.journal);
  io.stdout(
    format === "json" ? `${JSON.stringify(answer, null, 2)}\n` : text(answer),
  );
  return answer.verdict === "held" ? 0 : 1;
}

/** The answer as data; all of it is short and has its secrets taken out. */
function describe(journal: Journal) {
  const redact = redactor(journal.experiment.secrets);
  return {
    ...judge(journal),
    experiment: preview(journal.experiment.title ?? "untitled", 200, redact),
    startedAt: readTime(journal.start)?.toISOString(),
    endedAt: readTime(journal.end)?.toISOString(),
  };
}

function text(answer: ReturnType<typeof describe>): string {
  const { verdict: word, reason, experiment, startedAt, endedAt } = answer;
  const lines = [`${word}: ${reason}`, `experiment: ${experiment}`];
  if (startedAt !== undefined) lines.push(`began: ${startedAt}`);
  if (endedAt !== undefined) lines.push(`ended: ${endedAt}`);
  return `${lines.join("\n")}\n`;
}
