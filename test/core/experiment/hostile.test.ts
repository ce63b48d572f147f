import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  EXPERIMENT_BYTES,
  parseExperiment,
} from "../../../core/experiment/parse.ts";

const SOUND = readFileSync(
  join(import.meta.dirname, "../../fixtures/experiment/sound.json"),
  "utf8",
);
const decode = (bytes: Uint8Array) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const nested = (depth: number, open: string, close: string) =>
  `{"title": ${open.repeat(depth)}1${close.repeat(depth)}}`;

/** Nine levels of nine: 387 million values, in a kilobyte. */
const BOMB = [
  "a0: &a0 [x, x, x, x, x, x, x, x, x]",
  ...Array.from({ length: 8 }, (_, level) => {
    const alias = `*a${String(level)}`;
    return `a${String(level + 1)}: &a${String(level + 1)} [${Array.from({ length: 9 }, () => alias).join(", ")}]`;
  }),
].join("\n");

function utf16(text: string, order: "le" | "be"): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

describe("what can't be an experiment has one clear finding, in less than a second", () => {
  it.each([
    [
      "10 MB of YAML",
      "a.yaml",
      `title: t\nlist:\n${"  - x\n".repeat(1_750_000)}`,
      "too-large 1:1",
    ],
    [
      "as much as is read, of lists in lists",
      "a.yaml",
      "[".repeat(EXPERIMENT_BYTES),
      "too-deep",
    ],
    [
      "more than 100 levels of JSON lists",
      "a.json",
      nested(101, "[", "]"),
      "too-deep",
    ],
    [
      "more than 100 levels of JSON mappings",
      "a.json",
      nested(101, '{"a": ', "}"),
      "too-deep",
    ],
    [
      "more than 100 levels of YAML",
      "a.yaml",
      `${"- ".repeat(101)}x`,
      "too-deep",
    ],
    ["thousands of levels of YAML", "a.yaml", "- ".repeat(500_000), "too-deep"],
    ["aliases that multiply", "a.yaml", BOMB, "alias-bomb"],
    ["an alias of itself", "a.yaml", "title: &t [*t]", "cyclic-alias 1:12"],
    [
      "a key that stands twice, in YAML",
      "a.yaml",
      "title: one\ntitle: two\n",
      "duplicate-key 2:1",
    ],
    [
      "a key that stands twice, in JSON",
      "a.json",
      '{\n  "title": "one",\n  "title": "two"\n}',
      "duplicate-key 3:3",
    ],
    [
      "a byte order mark in JSON",
      "a.json",
      `\uFEFF${SOUND}`,
      "byte-order-mark 1:1",
    ],
    [
      "UTF-16, the little end first",
      "a.json",
      decode(utf16(SOUND, "le")),
      "not-text 1:1",
    ],
    [
      "UTF-16, the big end first",
      "a.yaml",
      decode(utf16(SOUND, "be")),
      "not-text 1:1",
    ],
    [
      "UTF-16 without a mark",
      "a.json",
      decode(Buffer.from(SOUND, "utf16le")),
      "not-text 1:2",
    ],
    [
      "a picture",
      "a.yaml",
      decode(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
      "not-text 1:1",
    ],
    [
      "a program",
      "a.yaml",
      decode(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0)),
      "control-character 1:1",
    ],
    ["nothing", "a.yaml", "", "empty 1:1"],
    [
      "a lone carriage return",
      "a.yaml",
      "title: t\rdescription: d",
      "line-ending 1:9",
    ],
  ])("%s", (_, file, text, expected) => {
    const before = process.cpuUsage();
    const { diagnostics, experiment } = parseExperiment(text, { file });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(experiment).toBeUndefined();
    expect(diagnostics.length).toBe(1);
    const [found] = diagnostics;
    expect(
      `${String(found?.code)} ${String(found?.line)}:${String(found?.column)}`,
    ).toMatch(new RegExp(`^${expected}\\b`));
    expect(found?.severity).toBe("error");
  });
});

describe("what only looks strange is read as it is meant", () => {
  const windows = SOUND.replaceAll("\n", "\r\n");

  it("lines that end as Windows ends them, with places counted as editors do", () => {
    expect(parseExperiment(windows, { file: "a.json" }).diagnostics).toEqual(
      [],
    );
    expect(parseExperiment(windows, { file: "a.yaml" }).diagnostics).toEqual(
      [],
    );
    const broken = windows.replace('"timeout": 30', '"timeout": -1');
    expect(
      parseExperiment(broken, { file: "a.json" }).diagnostics,
    ).toMatchObject([{ code: "negative-duration", line: 28, column: 20 }]);
  });

  it("a byte order mark in YAML, which counts as no column", () => {
    const { diagnostics } = parseExperiment(`\uFEFF${SOUND}`, {
      file: "a.yaml",
    });
    expect(diagnostics).toEqual([]);
  });
});

const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join(",");

describe("a document that repeats one mistake thousands of times is answered in time", () => {
  it.each([
    [
      "keys that are none",
      `{${many(2_000, (index) => `"key${String(index)}": 1`)}}`,
    ],
    [
      "references to nothing",
      `{"method": [${many(2_000, (index) => `{"ref": "nothing${String(index)}"}`)}]}`,
    ],
    ["activities that are none", `{"method": [${many(4_000, () => "{}")}]}`],
    [
      "names that stand again",
      `{"method": [${many(2_000, () => '{"name": "a", "type": "action"}')}], "rollbacks": [{"ref": "b"}]}`,
    ],
    [
      "variables that nothing fills in",
      `{"method": [{"provider": {"type": "process", "arguments": [${many(2_000, (index) => `"\${x${String(index)}}"`)}]}}], "configuration": {${many(1_000, (index) => `"v${String(index)}": 1`)}}}`,
    ],
    [
      "secrets that are written out",
      `{"secrets": {${many(2_000, (index) => `"s${String(index)}": "x"`)}}}`,
    ],
    [
      "opening brackets in a pattern",
      `{"steady-state-hypothesis": {"probes": [{"tolerance": {"type": "regex", "pattern": "${"[".repeat(500_000)}"}}]}}`,
    ],
    [
      "variables in a text",
      `{"method": [{"provider": {"type": "http", "url": "https://${"${".repeat(1_000)}"}}]}`,
    ],
    [
      "words of kubectl",
      `{"method": [{"type": "action", "provider": {"type": "process", "path": "kubectl", "arguments": [${many(4_000, () => '"stress"')}]}}]}`,
    ],
  ])("%s", (_, text) => {
    const before = process.cpuUsage();
    const { diagnostics } = parseExperiment(text, { file: "a.json" });
    const { user, system } = process.cpuUsage(before);
    expect(diagnostics).not.toEqual([]);
    expect(diagnostics.length).toBeLessThan(1_000);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});
