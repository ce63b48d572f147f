import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explain } from "../../cli/explain/explain.ts";
import { preview } from "../../cli/explain/preview.ts";
import { policy } from "../../cli/policy.ts";
import { simulate } from "../../cli/recorded/simulate.ts";
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

describe("--organisation", () => {
  const OWN =
    "version: 1\nroles: { incident-commander: { primary: ahmed, secondary: sarah } }\nenvironments: { staging: { workflow: chaos-tests.yml } }\n";
  const ABOVE = `version: 1
required:
  timezone: UTC
  environments:
    staging:
      gates:
        windows: { blackout: [{ days: [tue], from: "00:00", to: "23:59" }] }
`;
  const QUESTION = [
    "--experiment",
    "experiment.json",
    "--environment",
    "staging",
  ];
  const files = (above = ABOVE) => {
    writeFileSync(join(folder, "own.yml"), OWN);
    writeFileSync(join(folder, "above.yml"), above);
    writeFileSync(join(folder, "experiment.json"), "{}");
  };
  const BOTH = ["--policy", "own.yml", "--organisation", "above.yml"];

  it("lets explain and preview know the gates that are inherited", async () => {
    files();
    const alone = await run(
      explain,
      ["--policy", "own.yml", ...QUESTION],
      folder,
    );
    const below = await run(explain, [...BOTH, ...QUESTION], folder);
    expect(alone.stdout).not.toContain("windows");
    expect(below.stdout).toContain("… windows");
    const week = await run(preview, [...BOTH, ...QUESTION], folder);
    expect(week.stdout).toContain("windows");
  });

  it("lets each command name the organisation's file where that is wrong", async () => {
    files("version: 7\n");
    for (const [command, ...args] of [
      [explain, ...QUESTION],
      [preview, ...QUESTION],
      [simulate, "odavl/studio-hub"],
    ] as const) {
      const answer = await run(command, [...BOTH, ...args], folder);
      expect(answer).toMatchObject({ exit: 2, stdout: "" });
      expect(answer.stderr).toContain("above.yml:1:");
    }
  });

  it("is no option of validate, which would not heed it", async () => {
    files();
    const answer = await run(
      validate,
      ["own.yml", "--organisation", "above.yml"],
      folder,
    );
    expect(answer).toMatchObject({ exit: 2 });
    expect(answer.stderr).toContain(
      "--organisation is no option of this command",
    );
  });
});
