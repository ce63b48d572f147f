import { buffer } from "node:stream/consumers";
import * as z from "zod";
import {
  readRecord,
  type DecisionRecord,
} from "../../core/gate/recorded/record.ts";
import { readInputFile } from "../input-file.ts";
import type { CliIo } from "../io.ts";
import { askServer, type TextRead } from "../server.ts";

/** What is larger than this, in bytes, is not read: the app answers with 200 records of 256 KiB at most. */
const LIMIT_BYTES = 64 * 1024 * 1024;
/** What the app remembers of one request, or of all requests of a repository. */
const REMEMBERED =
  /^(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})(#(?<issue>\d{1,15}))?$/;

const answerSchema = z.object({
  version: z.literal(1),
  decisions: z.array(z.unknown()),
});

/** Recorded decisions, and a sentence for each that can't be read. */
export interface Decisions {
  records: DecisionRecord[];
  problems: string[];
}

/**
 * Reads recorded decisions.
 *
 * @param source `owner/repo#12`, `owner/repo`, `-` for stdin, or a file as the app's answer was kept
 * @param server the app's address, where it is not in the environment
 */
export async function readDecisions(
  source: string,
  server: string | undefined,
  io: Pick<CliIo, "cwd" | "env" | "stdin" | "fetch">,
): Promise<Decisions> {
  const text = await readSource(source, server, io);
  if (!text.ok) return { records: [], problems: [text.problem] };
  const answer = answerSchema.safeParse(parseJson(text.text));
  if (!answer.success)
    return {
      records: [],
      problems: ["it is no list of recorded decisions, as the app gives it"],
    };
  const decisions: Decisions = { records: [], problems: [] };
  for (const [index, json] of answer.data.decisions.entries()) {
    const read = readRecord(json);
    if (read.ok) decisions.records.push(read.record);
    else
      decisions.problems.push(
        `decision ${String(index + 1)} can't be read: ${read.problem}`,
      );
  }
  if (answer.data.decisions.length === 0)
    decisions.problems.push("no decision is recorded there");
  return decisions;
}

async function readSource(
  source: string,
  server: string | undefined,
  io: Pick<CliIo, "cwd" | "env" | "stdin" | "fetch">,
): Promise<TextRead> {
  if (source === "-") {
    const bytes = await buffer(io.stdin());
    return { ok: true, text: bytes.toString("utf8") };
  }
  const found = source.endsWith(".json") ? undefined : REMEMBERED.exec(source);
  if (!found?.groups) return readInputFile(source, LIMIT_BYTES, io);
  const { owner = "", repo = "", issue } = found.groups;
  const of = issue === undefined ? "" : `/requests/${issue}`;
  return askServer(
    `/api/repositories/${owner}/${repo}${of}/decisions`,
    server,
    io,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
