import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { judge } from "../core/journal/judge.ts";
import { JOURNAL_LIMIT, parseJournal } from "../core/journal/parse.ts";
import type { JournalResult } from "../core/journal/parse.ts";
import { preview } from "../core/journal/preview.ts";
import { redactor } from "../core/journal/redaction.ts";
import type { Journal } from "../core/journal/schema.ts";
import { readTime } from "../core/journal/times.ts";
import type { CliIo, ExitCode } from "./io.ts";

const USAGE =
  "usage: chaos-governor verdict <journal> [--format text|json]\n\nSays what a run of Chaos Toolkit really was, by its whole journal. Exit 0: it held; 1: it did not; 2: that can't be told.\n";

/** `verdict <journal>`: 0 only where the run held, 2 where there is no journal to judge. */
export async function verdict(args: string[], io: CliIo): Promise<ExitCode> {
  const options = readOptions(args);
  if (!options) {
    io.stderr(USAGE);
    return 2;
  }
  const read = await readJournal(resolve(io.cwd, options.path));
  if (!read.ok) {
    if (options.json) io.stdout(json({ verdict: null, reason: read.problem }));
    else io.stderr(`${options.path}: ${read.problem}\n`);
    return 2;
  }
  const answer = describe(read.journal);
  io.stdout(options.json ? json(answer) : text(answer));
  return answer.verdict === "held" ? 0 : 1;
}

function readOptions(
  args: string[],
): { path: string; json: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: "string", default: "text" } },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1) return undefined;
    if (values.format !== "text" && values.format !== "json") return undefined;
    return { path, json: values.format === "json" };
  } catch {
    return undefined;
  }
}

async function readJournal(path: string): Promise<JournalResult> {
  try {
    const file = await stat(path);
    if (!file.isFile()) return { ok: false, problem: "That is not a file." };
    // A character takes at least one byte, and four at most.
    if (file.size > 4 * JOURNAL_LIMIT)
      return { ok: false, problem: "The journal is too large to be read." };
    return parseJournal(await readFile(path, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      problem: why.startsWith("ENOENT")
        ? "There is no such file; a run that was refused or could not start leaves no journal."
        : `The journal can't be read: ${why}.`,
    };
  }
}

/** The answer as data: all of it is redacted and short. */
function describe(journal: Journal) {
  const redact = redactor(journal.experiment.secrets);
  const { title } = journal.experiment;
  return {
    ...judge(journal),
    experiment: preview(title ?? "untitled", 200, redact),
    startedAt: readTime(journal.start)?.toISOString(),
    endedAt: readTime(journal.end)?.toISOString(),
    status: journal.status ?? undefined,
    deviated: journal.deviated ?? undefined,
  };
}

function text(answer: ReturnType<typeof describe>): string {
  const { verdict: word, reason, experiment, startedAt, endedAt } = answer;
  return [
    `${word}: ${experiment}`,
    reason,
    ...(startedAt === undefined ? [] : [`began ${startedAt}`]),
    ...(endedAt === undefined ? [] : [`ended ${endedAt}`]),
    "",
  ].join("\n");
}

function json(answer: object): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
