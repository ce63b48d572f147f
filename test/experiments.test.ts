import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseExperiment } from "../core/experiment/parse.ts";
import { installedChaosToolkit } from "../sandbox/chaos-toolkit/find.ts";
import { describeWith } from "./needs.ts";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const experiments = readdirSync(join(ROOT, "experiments"))
  .filter((file) => file.endsWith(".json"))
  .map((file) => `experiments/${file}`);

/** The environment variables that an experiment reads. */
const variablesOf = (path: string) =>
  [...read(path).matchAll(/"key": "(?<name>[A-Z_]+)"/g)].map(
    ({ groups }) => groups?.["name"] ?? "",
  );

describe.each(experiments)("%s", (path) => {
  it("has no findings", () => {
    expect(parseExperiment(read(path), { file: path }).diagnostics).toEqual([]);
  });

  it("plays its rollbacks whatever happens", () => {
    const { experiment } = parseExperiment(read(path), { file: path });
    expect(experiment?.runtime?.rollbacks?.strategy).toBe("always");
    expect(experiment?.rollbacks?.length).toBeGreaterThan(0);
  });

  it("gets every variable that it reads from the chaos workflow, and no empty one", () => {
    const workflow = read(".github/workflows/chaos-tests.yml");
    const unset = /for name in (?<names>[^;]*); do/.exec(workflow)?.groups;
    for (const name of variablesOf(path)) {
      expect(workflow).toMatch(
        new RegExp(String.raw`^ +${name}: .* (vars|secrets)\.${name} `, "m"),
      );
      expect(unset?.["names"]?.split(/[\s\\]+/)).toContain(name);
    }
  });

  it("is described in experiments/README.md with every variable that it reads", () => {
    const page = read("experiments/README.md");
    const name = path.replace(/^experiments\/(.*)\.json$/, "$1");
    const described = [name, ...variablesOf(path)].filter(
      (word) => !page.includes(`\`${word}\``),
    );
    expect(described).toEqual([]);
  });

  it("names only manifests that are there", () => {
    const manifests =
      read(path).match(/experiments\/manifests\/[\w.-]+/g) ?? [];
    expect(manifests.filter((file) => !existsSync(join(ROOT, file)))).toEqual(
      [],
    );
  });
});

const real = await installedChaosToolkit({
  env: process.env,
  cacheDir: join(ROOT, ".sandbox"),
});

describeWith(
  { name: "Chaos Toolkit", present: real !== undefined },
  "the experiments",
  () => {
    /** Chaos Toolkit wants every program of an experiment to be there; validation calls none of them. */
    let programs: string;
    beforeAll(() => {
      programs = mkdtempSync(join(tmpdir(), "experiments-test-"));
      writeFileSync(join(programs, "kubectl"), "#!/bin/sh\nexit 1\n");
      chmodSync(join(programs, "kubectl"), 0o755);
    });
    afterAll(() => {
      rmSync(programs, { recursive: true });
    });

    it.each(experiments)("%s is valid to `chaos validate`", async (path) => {
      const { stderr, stdout } = await promisify(execFile)(
        join(real?.bin ?? "", "chaos"),
        ["--no-version-check", "--no-log-file", "validate", path],
        {
          cwd: ROOT,
          env: {
            PATH: `${programs}:${real?.bin ?? ""}:/usr/bin:/bin`,
            ADMIN_TOKEN: "a token",
          },
        },
      );
      expect(stdout + stderr).toContain("syntax and semantic look valid");
    });
  },
);
