import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const WORLD = join(ROOT, "test/fixtures/explain/world");

function governor(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "cli/main.ts"), ...args],
    { cwd: WORLD, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

describe("chaos-governor <command>", () => {
  it("lists its commands when asked for help", () => {
    for (const word of ["--help", "-h", "help"]) {
      const help = governor(word);
      expect(help).toMatchObject({ status: 0, stderr: "" });
      for (const command of [
        "validate",
        "explain",
        "verdict",
        "replay",
        "simulate",
      ])
        expect(help.stdout).toContain(command);
    }
  });

  it("shows how it is used where no command is given", () => {
    const answer = governor();
    expect(answer).toMatchObject({ status: 2, stdout: "" });
    expect(answer.stderr).toMatch(/^usage: chaos-governor <command>/);
  });

  it("suggests the command that was probably meant", () => {
    const answer = governor("explian", "--policy", "policy.yml");
    expect(answer).toMatchObject({ status: 2, stdout: "" });
    expect(answer.stderr).toContain(
      "unknown command `explian`; did you mean `explain`?",
    );
    expect(governor("constructor").stderr).toContain("unknown command");
  });

  it("hands its words on to the command, and the command's answer and exit code back", () => {
    const explain = ["explain", "--policy", "policy.yml"];
    explain.push("--experiment", "database-pod-failure.json");
    explain.push("--facts", "not-halted.yml");
    const staging = governor(...explain, "--environment", "staging");
    expect(staging).toMatchObject({ status: 0, stderr: "" });
    expect(staging.stdout).toMatch(/^ALLOW: /);
    const monday = ["--at", "2026-11-23T12:00:00Z"];
    const production = ["--environment", "production"];
    expect(governor(...explain, ...production, ...monday).status).toBe(1);
    expect(governor(...explain, "--environment", "nowhere").status).toBe(2);
  });

  it("finds every command that it lists", () => {
    expect(governor("validate", "no-such-file.yml").status).toBe(2);
    expect(governor("verdict", "no-such-journal.json").status).toBe(2);
    expect(governor("replay", "no-such-file.json").status).toBe(2);
    expect(governor("simulate", "no-such-file.json").status).toBe(2);
  });
});
