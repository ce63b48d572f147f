import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { validate } from "../../../cli/validate/validate.ts";
import { verdict } from "../../../cli/verdict.ts";
import { run } from "../world.ts";

const EXPERIMENT =
  '{"title": "t", "description": "d", "nonsense": 1, "method": []}';

function policy(weight: string): string {
  return `version: 1
timezone: UTC
roles: {}
experiments: { paths: [experiments/*.json], rules: { unknown-key: ${weight} } }
environments: { staging: { workflow: chaos.yml, gates: {} } }
`;
}

describe("chaos-governor validate and the policy", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "validate-policy-"));
    await mkdir(join(folder, ".github"));
    await mkdir(join(folder, "experiments"));
    await writeFile(join(folder, "experiments/e.json"), EXPERIMENT);
    await writeFile(join(folder, "strict.yml"), policy("error"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const check = async (...args: string[]) =>
    (await run(validate, ["experiments/e.json", ...args], folder)).stdout;

  it("weighs findings by the policy above the file", async () => {
    const path = join(folder, ".github/chaos-governor.yml");
    await writeFile(path, policy("error"));
    expect(await check()).toContain("error: unknown key `nonsense`");
    await writeFile(path, policy("off"));
    expect(await check()).not.toContain("`nonsense`");
  });

  it("holds an experiment to the namespaces of the repository's environments", async () => {
    const root = join(import.meta.dirname, "../../..");
    const path = "test/fixtures/experiment/sound.json";
    const outcome = await run(validate, [path], root);
    expect(outcome.exit).toBe(1);
    expect(outcome.stdout).toContain("the namespace `shop-staging` belongs to");
  });

  it("checks a workflow as one that runs experiments", async () => {
    await writeFile(join(folder, "chaos.yml"), "on: push\njobs: {}\n");
    const outcome = await run(validate, ["chaos.yml"], folder);
    expect(outcome.exit).toBe(1);
    expect(outcome.stdout).toContain("nobody can start this workflow");
    expect(outcome.stdout).toContain("no job passes the gate");
  });

  it("prefers the policy that is named", async () => {
    await writeFile(join(folder, ".github/chaos-governor.yml"), policy("off"));
    expect(await check("--policy", "strict.yml")).toContain("`nonsense`");
  });

  it("checks without a policy where the one above is not valid", async () => {
    await writeFile(join(folder, ".github/chaos-governor.yml"), "version: 7");
    expect(await check()).toContain("`nonsense`");
  });

  it("ends with 2 where the policy that is named can't be used", async () => {
    const args = ["experiments/e.json", "--policy"];
    const absent = await run(validate, [...args, "none.yml"], folder);
    expect(absent).toMatchObject({ exit: 2, stdout: "" });
    expect(absent.stderr).toBe("none.yml: there is no such file\n");
    const wrong = await run(validate, [...args, "experiments/e.json"], folder);
    expect(wrong.exit).toBe(2);
    expect(wrong.stderr).toContain("is no valid policy");
  });

  it("leaves the option to validate alone", async () => {
    const outcome = await run(verdict, ["j", "--policy", "p"], folder);
    expect(outcome.exit).toBe(2);
    expect(outcome.stderr).toContain("--policy is no option");
  });
});
