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
const { verdict } = await reportOn(process.argv[1], about);
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ verdict, peak }));
`;
const answer = z.object({ verdict: z.string(), peak: z.number() });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "large-journal-"));
});
afterAll(() => rm(folder, { recursive: true }));

function probe(output: unknown) {
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
    tolerance_met: true,
  };
}

/** Written as Chaos Toolkit writes: with two spaces of indent. */
function journal(output: unknown): string {
  return JSON.stringify(
    {
      experiment: {},
      status: "completed",
      run: [probe(output)],
      rollbacks: [],
    },
    undefined,
    2,
  );
}

/** The largest journal of its kind below 50 MiB. */
function filled(make: (size: number) => string): string {
  const small = make(1_000).length;
  const each = (make(2_000).length - small) / 1_000;
  return make(Math.floor((49 * MEBIBYTE) / each));
}

describe("a journal of almost 50 MiB, most of which one activity gave,", () => {
  it.each<[string, (size: number) => string]>([
    [
      "as a log",
      (size) => journal({ status: 200, body: "a line\n".repeat(size) }),
    ],
    [
      "as a long list",
      (size) =>
        journal({
          status: 200,
          body: Array.from({ length: size }, () => ({ name: "item" })),
        }),
    ],
  ])("%s is summarised in less than 300 MB of memory", async (_, make) => {
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
    expect(verdict).toBe("held");
    expect(peak / 1_000_000).toBeLessThan(300);
  });
});
