import { isUtf8 } from "node:buffer";
import { JOURNAL_LIMIT } from "../../core/journal/limit.ts";
import { ZipError, zipEntries, type ZipEntry } from "./zip-entries.ts";

export interface ZipLimits {
  /** How many files the archive may hold. */
  entries: number;
  /** How many bytes all journals may come to once inflated. */
  bytes: number;
  /** How many times larger than packed a journal may be. */
  ratio: number;
}

/** Text of a journal's kind is packed to a tenth or a fiftieth. */
export const JOURNAL_ZIP_LIMITS: ZipLimits = {
  entries: 100,
  bytes: JOURNAL_LIMIT,
  ratio: 200,
};

export interface JournalFile {
  /** The path inside the archive. */
  name: string;
  text: string;
}

/**
 * The journals in an artifact's zip: its `*-journal.json` files, or, where there are none, its `*.json` files.
 * Other files are left alone. An archive that could be meant to harm is refused as a whole and never inflated further
 * than the limits.
 *
 * @returns a problem as a sentence for whoever looks at the run
 */
export function journalsInZip(
  bytes: Uint8Array,
  limits: ZipLimits = JOURNAL_ZIP_LIMITS,
): { ok: true; files: JournalFile[] } | { ok: false; problem: string } {
  try {
    const entries = zipEntries(bytes);
    const problem = refusal(entries, limits);
    if (problem !== undefined) return { ok: false, problem };
    return { ok: true, files: journals(entries).map(read) };
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return {
      ok: false,
      problem: `The artifact can't be read: ${error.message}.`,
    };
  }
}

function refusal(entries: ZipEntry[], limits: ZipLimits): string | undefined {
  if (entries.length > limits.entries) {
    return `The artifact holds ${entries.length} files; at most ${limits.entries} are read.`;
  }
  const outside = entries.find(({ name }) => leavesFolder(name));
  if (outside) {
    return `The artifact holds a file that would leave its folder: ${shown(outside)}.`;
  }
  const wanted = journals(entries);
  const size = wanted.reduce((sum, entry) => sum + entry.size, 0);
  if (size > limits.bytes) {
    return `The journals come to ${size} bytes; at most ${limits.bytes} are read.`;
  }
  const bomb = wanted.find((entry) => entry.size > entry.packed * limits.ratio);
  return (
    bomb &&
    `${shown(bomb)} is packed more than ${limits.ratio} times, as no journal is.`
  );
}

function journals(entries: ZipEntry[]): ZipEntry[] {
  const json = entries.filter(({ name }) => name.endsWith(".json"));
  const named = json.filter(({ name }) => name.endsWith("-journal.json"));
  return named.length > 0 ? named : json;
}

/** Decoding that refuses what is no text would take twice the memory. */
function read(entry: ZipEntry): JournalFile {
  const content = entry.content();
  if (!isUtf8(content)) throw new ZipError(`${shown(entry)} is no text`);
  return { name: entry.name, text: content.toString("utf8") };
}

function leavesFolder(name: string): boolean {
  return (
    /^([/\\]|[A-Za-z]:)/.test(name) ||
    name.includes("\0") ||
    name.split(/[/\\]/).includes("..")
  );
}

/** A name as it can stand in a sentence. */
function shown({ name }: ZipEntry): string {
  return JSON.stringify(name.slice(0, 100));
}
