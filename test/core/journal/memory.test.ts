import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";

const MEBIBYTE = 1_048_576;
const REPORT = join(import.meta.dirname, "../../../actions/report/report.ts");

/** What a process of its own says about the journal in a file, and how many bytes of memory it took at most. */
const PROGRAM = `
import { reportOn } from ${JSON.stringify(pathToFileURL(REPORT).href)};
const about = { experiment: "large", environment: "staging" };
const { verdict } = reportOn(process.argv[1], about);
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ verdict, peak }));
`;
const answer = z.object({ verdict: z.string(), peak: z.number() });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "large-journal-"));
});
afterAll(() => rm(folder, { recursive: true }));

function probe(output: unknown, met = true) {
  return {
    activity: {
      type: "probe",
      name: "shop-answers",
      tolerance: 200,
      provider: { type: "http", url: "https://shop.test/health" },
    },
    output,
    start: "2026-03-01T10:00:00.000000+00:00",
    status: "succeeded",
    end: "2026-03-01T10:00:01.000000+00:00",
    duration: 1,
    tolerance_met: met,
  };
}

/** Written as Chaos Toolkit writes: with two spaces of indent. */
function journal(content: object): string {
  return JSON.stringify(
    { experiment: {}, status: "completed", run: [], ...content },
    undefined,
    2,
  );
}

function journalOfOne(output: unknown): string {
  return journal({ run: [probe(output)] });
}

/** What is looked at during the method, as often as the strategy `continuous` looks in many hours. */
function journalOfLooks(number: number, met: boolean): string {
  const output = { status: met ? 200 : 503, body: { ready: met } };
  const look = { steady_state_met: met, probes: [probe(output, met)] };
  const during = Array.from({ length: number }, () => look);
  return journal({ steady_states: { during } });
}

/** The largest journal of its kind below 50 MiB. */
function filled(make: (size: number) => string): string {
  const small = make(1_000).length;
  const each = (make(2_000).length - small) / 1_000;
  return make(Math.floor((49 * MEBIBYTE) / each));
}

describe("a journal of almost 50 MiB", () => {
  it.each<[string, string, (size: number) => string]>([
    [
      "of one activity that gave a log",
      "held",
      (size) => journalOfOne({ status: 200, body: "a line\n".repeat(size) }),
    ],
    [
      "of one activity that gave a long list",
      "held",
      (size) =>
        journalOfOne({
          status: 200,
          body: Array.from({ length: size }, () => ({ name: "item" })),
        }),
    ],
    [
      "of many activities",
      "held",
      (size) =>
        journal({
          run: Array.from({ length: size }, () =>
            probe({ status: 200, headers: { via: "proxy" }, body: "ready" }),
          ),
        }),
    ],
    [
      "of many looks during the method",
      "held",
      (size) => journalOfLooks(size, true),
    ],
    [
      "of many looks that found the steady state not met",
      "deviated-during",
      (size) => journalOfLooks(size, false),
    ],
    [
      "of many looks that is cut off",
      "interrupted",
      (size) => journalOfLooks(size, true).slice(0, -200),
    ],
    [
      "of many looks with a letter outside of Latin",
      "held",
      (size) =>
        journalOfLooks(size, true).replace(
          '"completed"',
          '"completed", "x": "✓"',
        ),
    ],
  ])(
    "%s is summarised in less than 300 MB of memory",
    async (_, expected, make) => {
      const path = join(folder, "journal.json");
      const text = filled(make);
      expect(text.length / MEBIBYTE).toBeGreaterThan(45);
      await writeFile(path, text);
      const { stdout } = await promisify(execFile)(process.execPath, [
        "--input-type=module",
        "--eval",
        PROGRAM,
        path,
      ]);
      const { verdict, peak } = answer.parse(JSON.parse(stdout));
      expect(verdict).toBe(expected);
      expect(peak / 1_000_000).toBeLessThan(300);
    },
  );
});
