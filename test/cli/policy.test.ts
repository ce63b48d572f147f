import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { policy } from "../../cli/policy.ts";
import { validate } from "../../cli/validate/validate.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import { run } from "./world.ts";

const PAGE = join(import.meta.dirname, "../../docs/policy.md");
const FULL = join(import.meta.dirname, "../fixtures/policy/accepted/full.yml");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The part of docs/policy.md with that comment in its first line. */
function shown(name: string): string {
  const page = readFileSync(PAGE, "utf8");
  const block = page.split("```").find((part) => part.includes(`# ${name}`));
  return (block ?? "").replace(/^\w+\n/, "");
}

function printed(repository: string, organisation?: string, ...more: string[]) {
  writeFileSync(join(folder, "own.yml"), repository);
  const args = ["--policy", "own.yml", ...more];
  if (organisation === undefined) return run(policy, args, folder);
  writeFileSync(join(folder, "above.yml"), organisation);
  return run(policy, [...args, "--organisation", "above.yml"], folder);
}

describe("chaos-governor policy", () => {
  it("prints what the page on policies shows for its two files", async () => {
    const answer = await printed(
      shown("the repository's policy"),
      shown("the organisation's file"),
    );
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    const excerpt = shown("what is in force")
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("# ") && !line.includes("…"));
    expect(excerpt.length).toBeGreaterThan(5);
    for (const line of excerpt) expect(answer.stdout).toContain(`${line}\n`);
  });

  it("prints a policy that reads the same", async () => {
    const text = readFileSync(FULL, "utf8");
    const { stdout } = await printed(text);
    expect(parsePolicy(stdout)).toEqual(parsePolicy(text));
    expect(stdout).toContain("timezone: Europe/Berlin # repository\n");
    expect(stdout).toContain("rules: {} # built in\n");
  });

  it("answers programs in JSON", async () => {
    const { stdout } = await printed(
      "version: 1\nenvironments: {}\n",
      "version: 1\ndefaults: { roles: { dba: { primary: john } } }\n",
      "--format",
      "json",
    );
    expect(JSON.parse(stdout)).toContainEqual({
      path: ["roles", "dba", "primary"],
      value: "john",
      origin: "organisation, default",
    });
  });

  it("ends with 1 and says where, if the two can't be combined or one of them is wrong", async () => {
    const own = "version: 1\nroles: {}\nenvironments: {}\n";
    expect(await printed("version: 1\n")).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("own.yml:1:1: error: `roles` is missing"),
    });
    expect(await printed(own, "version: 1\nrequire: {}\n")).toMatchObject({
      exit: 1,
      stdout: "",
      stderr: expect.stringContaining("above.yml:2:1: error: unknown key"),
    });
  });

  it("ends with 2 where a file is missing or an option is wrong", async () => {
    expect(await run(policy, ["--policy", "no.yml"], folder)).toMatchObject({
      exit: 2,
    });
    expect(await run(policy, [], folder)).toMatchObject({ exit: 2 });
  });
});

describe("chaos-governor validate", () => {
  it("knows an organisation's file by its keys", async () => {
    writeFileSync(
      join(folder, "chaos-governor.yml"),
      "version: 1\nrequired: { timezone: Nowhere }\n",
    );
    const answer = await run(validate, ["chaos-governor.yml"], folder);
    expect(answer.exit).toBe(1);
    expect(answer.stdout).toContain("no such time zone");
  });
});
