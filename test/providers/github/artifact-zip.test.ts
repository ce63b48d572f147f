import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { JOURNAL_LIMIT } from "../../../core/journal/limit.ts";
import {
  JOURNAL_ZIP_LIMITS,
  journalsInZip,
} from "../../../providers/github/artifact-zip.ts";

const JOURNAL = '{"status": "completed"}';

function zipOf(files: Record<string, string>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, strToU8(text)]),
    ),
  );
}

/** Writes a number into the archive's list of contents: the entry's own header stays as it was. */
function withEntryField(
  zip: Uint8Array,
  field: number,
  value: number,
): Uint8Array {
  const changed = Buffer.from(zip);
  const entry = changed.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
  changed.writeUInt32LE(value, entry + field);
  return changed;
}

describe("the journals in an artifact", () => {
  it("are its files that are named so, wherever they lie", () => {
    const zip = zipOf({
      "reports/chaos/a-journal.json": JOURNAL,
      "b-journal.json": "{}",
      "summary.json": "{}",
      "chaostoolkit.log": "…",
    });
    expect(journalsInZip(zip)).toEqual({
      ok: true,
      files: [
        { name: "reports/chaos/a-journal.json", text: JOURNAL },
        { name: "b-journal.json", text: "{}" },
      ],
    });
  });

  it("are any JSON files where none is named so", () => {
    expect(journalsInZip(zipOf({ "journal.json": "ä", "x.txt": "" }))).toEqual({
      ok: true,
      files: [{ name: "journal.json", text: "ä" }],
    });
  });

  it("are none in an empty artifact", () => {
    expect(journalsInZip(zipOf({}))).toEqual({ ok: true, files: [] });
  });

  it("are read up to the limit, and take little more memory than they are long", () => {
    const line = `${JSON.stringify(Array.from({ length: 40 }, (_, n) => n))}\n`;
    const text = line.repeat(Math.floor(JOURNAL_LIMIT / line.length));
    const zip = zipSync({ "a-journal.json": strToU8(text) }, { level: 1 });
    const limits = { ...JOURNAL_ZIP_LIMITS, ratio: 1_000 };
    const before = process.memoryUsage();
    const read = journalsInZip(zip, limits);
    const after = process.memoryUsage();
    expect(read.ok && read.files[0]?.text === text).toBe(true);
    const taken =
      after.heapUsed + after.external - before.heapUsed - before.external;
    expect(taken).toBeLessThan(2.5 * JOURNAL_LIMIT);
  });

  it("are read where they are stored and where the archive has a comment", () => {
    const zip = zipSync(
      { "a-journal.json": strToU8("{}") },
      { level: 0, comment: "made by hand" },
    );
    expect(journalsInZip(zip)).toMatchObject({ files: [{ text: "{}" }] });
  });
});

describe("an artifact that is refused", () => {
  const bomb = zipOf({ "a-journal.json": " ".repeat(2_000_000) });

  it.each<[string, Uint8Array, string]>([
    ["no zip", strToU8("no zip at all, but long enough"), "is no zip archive"],
    ["nothing", new Uint8Array(), "is no zip archive"],
    [
      "cut off at its start",
      zipOf({ "a-journal.json": JOURNAL }).slice(10),
      "is damaged",
    ],
    [
      "a file above its folder",
      zipOf({ "../a-journal.json": JOURNAL }),
      "would leave its folder",
    ],
    [
      "an absolute path",
      zipOf({ "/etc/a-journal.json": JOURNAL }),
      "would leave its folder",
    ],
    [
      "a path of Windows",
      zipOf({ "C:\\a.json": JOURNAL }),
      "would leave its folder",
    ],
    ["a bomb", bomb, "is packed more than 200 times"],
    [
      "a bomb that calls itself small",
      withEntryField(bomb, 24, 1_000),
      "is damaged",
    ],
    [
      "less than it says",
      withEntryField(zipOf({ "a.json": JOURNAL }), 24, 30),
      "is damaged",
    ],
    [
      "a wrong checksum",
      withEntryField(zipOf({ "a.json": JOURNAL }), 16, 1),
      "is damaged",
    ],
    [
      "an entry outside of the archive",
      withEntryField(zipOf({ "a.json": JOURNAL }), 42, 1_000_000),
      "is damaged",
    ],
    [
      "a size that needs 64 bits",
      withEntryField(zipOf({ "a.json": JOURNAL }), 24, 0xff_ff_ff_ff),
      "is larger than 4 GB",
    ],
    [
      "what is no text",
      zipSync({ "a.json": new Uint8Array([0xff, 0xfe]) }),
      "is no text",
    ],
  ])("%s", (_, zip, problem) => {
    expect(journalsInZip(zip)).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it("more files than the limit", () => {
    const zip = zipOf({ "a.json": "{}", "b.json": "{}", "c.txt": "" });
    expect(journalsInZip(zip, { ...JOURNAL_ZIP_LIMITS, entries: 2 })).toEqual({
      ok: false,
      problem: "The artifact holds 3 files; at most 2 are read.",
    });
  });

  it("more than any journal may have: as much as is read of one in a file", () => {
    expect(JOURNAL_ZIP_LIMITS.bytes).toBe(JOURNAL_LIMIT);
    const [half, rest] = [JOURNAL_LIMIT / 2, JOURNAL_LIMIT / 2 + 1];
    const zip = zipSync(
      { "a.json": new Uint8Array(half), "b.json": new Uint8Array(rest) },
      { level: 0 },
    );
    expect(journalsInZip(zip)).toEqual({
      ok: false,
      problem:
        "The journals come to 52428801 bytes; at most 52428800 are read.",
    });
  });

  it("more text than the limit, over all journals", () => {
    const zip = zipOf({ "a.json": "12345", "b.json": "12345" });
    expect(journalsInZip(zip, { ...JOURNAL_ZIP_LIMITS, bytes: 9 })).toEqual({
      ok: false,
      problem: "The journals come to 10 bytes; at most 9 are read.",
    });
  });

  it("is never a reason to crash, whatever byte of it is changed", () => {
    const zip = zipOf({ "a-journal.json": JOURNAL, "b.json": "{}" });
    for (const [at] of zip.entries()) {
      const changed = Buffer.from(zip);
      changed.writeUInt8(0xff - (changed[at] ?? 0), at);
      expect(journalsInZip(changed).ok).toBeTypeOf("boolean");
      expect(journalsInZip(zip.slice(0, at)).ok).toBe(false);
    }
  });
});
