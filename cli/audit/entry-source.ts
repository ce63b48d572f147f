import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import * as z from "zod";
import type { Head } from "../../core/audit/chain.ts";
import { auditEntrySchema, type AuditEntry } from "../../core/audit/entry.ts";
import { plain } from "../../core/render/plain.ts";
import type { CliIo } from "../io.ts";
import { askServer } from "../server.ts";

const REMEMBERED = /^(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})$/;

const pageSchema = z.object({
  version: z.literal(1),
  head: z.object({ position: z.int().min(0), hash: z.string() }),
  entries: z.array(auditEntrySchema),
});

/** What comes of reading an audit trail, one after the other; nothing comes after a problem. */
export type Read =
  | { kind: "entry"; entry: AuditEntry }
  /** Where the app says that the chain ends. */
  | { kind: "head"; head: Head }
  | { kind: "problem"; problem: string };

/**
 * Reads the audit trail of a repository, an entry at a time, so that it may be of any length.
 *
 * @param source `owner/repo`, `-` for stdin, or a file as it was exported, with an entry a line
 * @param server the app's address, where it is not in the environment
 */
export function readEntries(
  source: string,
  server: string | undefined,
  io: Pick<CliIo, "cwd" | "env" | "stdin" | "fetch">,
): AsyncGenerator<Read> {
  if (source === "-") return fromLines(Readable.from(io.stdin()));
  const found = source.endsWith(".jsonl") ? undefined : REMEMBERED.exec(source);
  if (!found) return fromLines(createReadStream(resolve(io.cwd, source)));
  const { owner = "", repo = "" } = found.groups ?? {};
  return fromServer(`/api/repositories/${owner}/${repo}/audit`, server, io);
}

async function* fromLines(stream: Readable): AsyncGenerator<Read> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: stream })) {
      number += 1;
      const entry = auditEntrySchema.safeParse(parseJson(line));
      if (!entry.success) {
        yield problem(`line ${String(number)} is no entry of an audit trail`);
        return;
      }
      yield { kind: "entry", entry: entry.data };
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    yield problem(`it can't be read: ${plain(error.message, 200)}`);
  }
}

async function* fromServer(
  path: string,
  server: string | undefined,
  io: Pick<CliIo, "env" | "fetch">,
): AsyncGenerator<Read> {
  for (let after = 0; ;) {
    const text = await askServer(`${path}?after=${String(after)}`, server, io);
    if (!text.ok) {
      yield problem(text.problem);
      return;
    }
    const page = pageSchema.safeParse(parseJson(text.text));
    if (!page.success) {
      yield problem("the answer is no audit trail, as the app gives it");
      return;
    }
    const { entries, head } = page.data;
    for (const entry of entries) yield { kind: "entry", entry };
    const last = entries.at(-1)?.position ?? Infinity;
    if (last >= head.position || last <= after) {
      yield { kind: "head", head };
      return;
    }
    after = last;
  }
}

function problem(text: string): Read {
  return { kind: "problem", problem: text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
