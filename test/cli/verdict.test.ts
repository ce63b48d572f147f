import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verdict } from "../../cli/verdict.ts";
import { FIXTURES, heldWith } from "../core/journal/journals.ts";
import { run } from "./world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verdict-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("chaos-governor verdict", () => {
  it("ends with 0 where the run held, and says it as data", async () => {
    const times = {
      start: "2026-03-01T10:00:00.5+00:00",
      end: "2026-03-01T12:00:02+02:00",
    };
    writeFileSync(join(folder, "journal.json"), heldWith(times));
    const answer = await run(
      verdict,
      ["journal.json", "--format", "json"],
      folder,
    );
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    expect(JSON.parse(answer.stdout)).toEqual({
      verdict: "held",
      reason:
        "The steady state was met before and after the method; 1 activity and 1 rollback succeeded.",
      evidence: ["steady_states", "after"],
      experiment: "All is well",
      startedAt: "2026-03-01T10:00:00.500Z",
      endedAt: "2026-03-01T10:00:02.000Z",
    });
  });

  it.each(["not-run", "dry", "action-raised", "rollbacks-typo", "aborted"])(
    "ends with 1 on %s",
    async (name) => {
      const { exit } = await run(verdict, [`${name}.json`], FIXTURES);
      expect(exit).toBe(1);
    },
  );

  it("says it in words", async () => {
    const { exit, stdout } = await run(verdict, ["deviated.json"], FIXTURES);
    expect(exit).toBe(1);
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      'deviated: The steady state was not met after the method: probe "shop-is-healthy" gave 503, and its tolerance is 200.',
      "experiment: Slower afterwards",
    ]);
  });

  it("leaves times out that the journal does not have", async () => {
    writeFileSync(join(folder, "j.json"), heldWith({ start: "?", end: null }));
    expect((await run(verdict, ["j.json"], folder)).stdout).not.toMatch(
      /began|ended/,
    );
  });

  it("shows no secret, and nothing that steers the terminal", async () => {
    const experiment = {
      title: "a\u001B[31m title with correct-horse-battery",
      secrets: { shop: { key: "correct-horse-battery" } },
    };
    writeFileSync(join(folder, "j.json"), heldWith({ experiment }));
    const { stdout } = await run(verdict, ["j.json"], folder);
    expect(stdout).toContain("experiment: a [31m title with [redacted]\n");
    expect(stdout).not.toContain("\u001B");
  });

  it.each([
    ["missing.json", "missing.json: there is no such file\n"],
    [".", ".: this is a folder, not a file\n"],
    ["cut.json", "cut.json: The journal is not JSON (line 1, column 15: "],
    [
      "experiment.json",
      "experiment.json: The journal is an experiment, not the journal of its run.\n",
    ],
  ])("ends with 2 and a sentence on %s", async (path, words) => {
    writeFileSync(join(folder, "cut.json"), '{"experiment":');
    writeFileSync(join(folder, "experiment.json"), '{"method": []}');
    const answer = await run(verdict, [path, "--format", "json"], folder);
    expect(answer).toMatchObject({ exit: 2, stdout: "" });
    expect(answer.stderr).toContain(words);
  });

  it.each([
    [[], "name a file"],
    [["a.json", "b.json"], "name one journal"],
    [["a.json", "--format", "xml"], "--format is text or json"],
    [["a.json", "--colour"], "Unknown option '--colour'"],
  ])("ends with 2 and its usage on %j", async (args, words) => {
    const answer = await run(verdict, args, folder);
    expect(answer).toMatchObject({ exit: 2, stdout: "" });
    expect(answer.stderr).toContain(words);
    expect(answer.stderr).toContain("usage: chaos-governor verdict");
  });

  it("explains itself", async () => {
    const answer = await run(verdict, ["--help"], folder);
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    expect(answer.stdout).toContain("usage: chaos-governor verdict <journal>");
  });
});
