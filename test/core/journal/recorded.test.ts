import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { judge } from "../../../core/journal/judge.ts";
import { JOURNAL_VERDICTS } from "../../../core/journal/verdict.ts";
import { recordingCase } from "../../../sandbox/chaos-toolkit/recording.ts";
import { FIXTURES, parsed, recorded } from "./journals.ts";

const cases = z
  .array(recordingCase)
  .parse(JSON.parse(readFileSync(join(FIXTURES, "cases.json"), "utf8")));

describe("runs of the real Chaos Toolkit, recorded by scripts/record-journals.ts", () => {
  it.each(cases)("$name (exit $exit) is judged $verdict", (entry) => {
    const { verdict, reason } = judge(parsed(recorded(entry.name)));
    expect({ verdict, reason }).toEqual({
      verdict: entry.verdict,
      reason: expect.stringMatching(/^[^\n]{10,600}[.…]$/),
    });
  });

  it("show every verdict, and exit code 0 beside six that are no good news", () => {
    expect(new Set(cases.map(({ verdict }) => verdict))).toEqual(
      new Set(JOURNAL_VERDICTS),
    );
    const praised = cases.filter(({ exit }) => exit === 0);
    expect(new Set(praised.map(({ verdict }) => verdict))).toEqual(
      new Set([
        "held",
        "not-run",
        "activity-failed",
        "deviated-during",
        "rollback-failed",
        "dry",
        "failed",
      ]),
    );
  });

  it("are all there, each with its case", () => {
    const files = readdirSync(FIXTURES)
      .filter((file) => file.endsWith(".json") && file !== "cases.json")
      .map((file) => basename(file, ".json"));
    expect(files.toSorted()).toEqual(cases.map(({ name }) => name).toSorted());
  });

  it("tell nothing of the machine that they were recorded on", () => {
    for (const { name } of cases) {
      const text = recorded(name);
      expect(text).toMatch(/^ {2}"platform": "Linux",\n {2}"node": "runner"/m);
      expect(text).not.toMatch(/\/(root|home|Users|tmp|usr|opt)\//);
    }
  });
});
