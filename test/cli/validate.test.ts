import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validate } from "../../cli/validate.ts";
import { run } from "./world.ts";

const ROOT = join(import.meta.dirname, "../..");
const FIXTURES = join(ROOT, "test/fixtures");

describe("chaos-governor validate", () => {
  it("ends with 0 where every file is right", async () => {
    const outcome = await run(
      validate,
      [
        "experiment/accepted/least.json",
        "experiment/sound.json",
        "--policy",
        "policy/accepted/least.yml",
      ],
      FIXTURES,
    );
    expect(outcome).toEqual({
      exit: 0,
      stdout: "2 files, no errors\n",
      stderr: "",
    });
  });

  it("reads a file of the policy's name as a policy", async () => {
    const policy = ".github/chaos-governor.yml";
    expect(await run(validate, [policy], ROOT)).toMatchObject({ exit: 0 });
  });

  it("knows a policy of another name by its keys", async () => {
    const outcome = await run(
      validate,
      ["policy/refused/roles-that-are-none.yml"],
      FIXTURES,
    );
    expect(outcome.exit).toBe(1);
    expect(outcome.stdout).toContain("unknown role `backend_lead`");
  });

  it("shows the place of each mistake with what stands there, and ends with 1", async () => {
    const path = "experiment/refused/strategies.json";
    const outcome = await run(validate, [path], FIXTURES);
    expect(outcome.exit).toBe(1);
    expect(outcome.stdout).toBe(
      `${path}:6:32: error: \`allways\` is no strategy for rollbacks, which makes Chaos Toolkit skip them all (did you mean \`always\`?)
  6 |     "rollbacks": { "strategy": "allways" },
    |                                ^

${path}:7:33: error: \`continuous\` is no strategy for the hypothesis (did you mean \`continuously\`?)
  7 |     "hypothesis": { "strategy": "continuous" }
    |                                 ^

1 file, 2 errors
`,
    );
  });

  it("answers with data where that is asked for", async () => {
    const paths = [
      "experiment/accepted/least.json",
      "experiment/refused/strategies.json",
    ];
    const outcome = await run(
      validate,
      ["--format", "json", ...paths],
      FIXTURES,
    );
    expect(outcome.exit).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      files: [
        { path: paths[0], findings: [] },
        {
          path: paths[1],
          findings: [
            {
              code: "unknown-strategy",
              severity: "error",
              message:
                "`allways` is no strategy for rollbacks, which makes Chaos Toolkit skip them all; did you mean `always`?",
              line: 6,
              column: 32,
              path: ["runtime", "rollbacks", "strategy"],
            },
            { line: 7, column: 33 },
          ],
        },
      ],
    });
  });

  it("ends with 0 where there are only warnings, and shows them", async () => {
    const path = "experiment/warned/no-probes.json";
    const outcome = await run(validate, [path], FIXTURES);
    expect(outcome.exit).toBe(0);
    expect(outcome.stdout).toContain(": warning: the hypothesis has no probe");
    expect(outcome.stdout).toContain("1 file, no errors, 1 warning\n");
  });

  it("ends with 2 where a file can't be read, and still checks the others", async () => {
    const paths = [
      "nowhere.json",
      "experiment",
      "experiment/refused/empty.yml",
    ];
    const outcome = await run(validate, paths, FIXTURES);
    expect(outcome.exit).toBe(2);
    expect(outcome.stdout).toContain(
      "nowhere.json:1:1: error: there is no such file\n",
    );
    expect(outcome.stdout).toContain("this is a folder, not a file");
    expect(outcome.stdout).toContain("the experiment is empty");
  });

  it("finds a byte order mark, which no editor shows", async () => {
    const path = "experiment/refused/byte-order-mark.json";
    const outcome = await run(validate, [path], FIXTURES);
    expect(outcome.stdout).toContain("begins with a byte order mark");
    expect(outcome.stdout).toContain('1 | {"title"');
  });

  it.each([
    [[], "name a file"],
    [["--format", "xml", "a.json"], "--format is text or json"],
    [["--fromat", "json"], "--fromat"],
  ])("ends with 2 and says how it is used for %j", async (args, problem) => {
    const outcome = await run(validate, args, FIXTURES);
    expect(outcome).toMatchObject({ exit: 2, stdout: "" });
    expect(outcome.stderr).toContain(problem);
    expect(outcome.stderr).toContain("usage: chaos-governor validate");
  });

  it("says how it is used when asked", async () => {
    const outcome = await run(validate, ["--help"], FIXTURES);
    expect(outcome).toMatchObject({ exit: 0, stderr: "" });
    expect(outcome.stdout).toContain("usage: chaos-governor validate");
  });
});
