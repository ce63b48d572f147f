import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { blastRadiusOf } from "../../../core/experiment/blast-radius.ts";
import { parseExperiment } from "../../../core/experiment/parse.ts";
import { brokenText, brokenValue } from "./mutation.ts";

/** In CI, where there is time, 100,000 documents in all. */
const RUNS = process.env["CHAOS_GOVERNOR_ALL_PARTS"] === "1" ? 25_000 : 400;
/** The same documents each time, so that a change is judged by what it does; another seed tries others. */
const SEED = Number(process.env["CHAOS_GOVERNOR_FUZZ_SEED"] ?? 20_261_124);
const LONGEST_MS = 1_000;

const ROOT = join(import.meta.dirname, "../../..");
const FOLDERS = [
  "experiments",
  "test/fixtures/experiment/accepted",
  "test/fixtures/experiment/refused",
  "test/fixtures/journals/experiments",
];
const TEXTS = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => /\.(?:json|ya?ml)$/.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8")),
);
const VALUES = TEXTS.filter(
  (text) => parseExperiment(text, { file: "a.yaml" }).outline,
).map((text): unknown => parseYaml(text, { version: "1.1" }));

/** What holds whatever the document is: an answer in time, and each finding at a place that exists. */
function examine(text: string, file: string): void {
  // Of this process alone: what else the machine does makes nothing hang.
  const before = process.cpuUsage();
  const { experiment, outline, diagnostics } = parseExperiment(text, {
    file,
    checks: { environments: CONTEXT },
  });
  const radius = outline && blastRadiusOf(outline);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(LONGEST_MS);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  // There is an experiment with all that it touches, or an error that says why not.
  const isAnswer = experiment ? radius !== undefined : errors.length > 0;
  expect(isAnswer).toBe(true);
  const lines = text.split("\n");
  for (const { line, column, message, code } of diagnostics) {
    const length = lines[line - 1]?.length ?? -1;
    const isPlace = line >= 1 && column >= 1 && column <= length + 1;
    expect({ code, line, column, isPlace }).toMatchObject({ isPlace: true });
    expect(message.length).toBeLessThan(1_000);
  }
}

const CONTEXT = {
  staging: { namespaces: ["odavl-staging"], hosts: ["staging.odavl.studio"] },
  production: { namespaces: ["odavl"], hosts: ["odavl.studio"] },
};

/** What fast-check reports of the first document that fails; undefined where none does. */
function fuzz<T>(
  documents: fc.Arbitrary<T>,
  check: (document: T) => void,
): string | undefined {
  const details = fc.check(fc.property(documents, check), {
    numRuns: RUNS,
    seed: SEED,
  });
  return fc.defaultReportMessage(details);
}

describe(
  "whatever is in the file, there is an answer in time, with places",
  { timeout: 600_000 },
  () => {
    it("real files with slips of the hand, as YAML", () => {
      expect(
        fuzz(brokenText(TEXTS), (text) => examine(text, "a.yaml")),
      ).toBeUndefined();
    });

    it("real files with slips of the hand, as JSON", () => {
      const json = VALUES.map((value) => JSON.stringify(value, null, 2));
      expect(
        fuzz(brokenText(json), (text) => examine(text, "a.json")),
      ).toBeUndefined();
    });

    it("real experiments with wrong parts", () => {
      expect(
        fuzz(brokenValue(VALUES), (value) =>
          examine(JSON.stringify(value), "a.json"),
        ),
      ).toBeUndefined();
    });

    it("anything at all", () => {
      const anything = fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.json({ maxDepth: 6 }),
        fc.object({ maxDepth: 4 }).map((value) => stringify(value)),
        brokenValue(VALUES).map((value) => stringify(value)),
      );
      expect(fuzz(anything, (text) => examine(text, "a.yml"))).toBeUndefined();
    });
  },
);
