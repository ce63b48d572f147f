import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validate } from "../../../cli/validate/validate.ts";
import { run } from "../world.ts";

const ROOT = join(import.meta.dirname, "../../..");
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

  it("says of a calendar why no gate could read it", async () => {
    const outcome = await run(
      validate,
      ["calendar/rules.ics", "calendar/refused-every-second.ics"],
      FIXTURES,
    );
    expect(outcome.exit).toBe(1);
    expect(outcome.stdout).toContain(
      "calendar/refused-every-second.ics:4:1: error: it has the rule FREQ=SECONDLY",
    );
    expect(outcome.stdout).toContain("2 files, 1 error\n");
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
    const paths = ["nowhere.json", "app", "experiment/refused/empty.yml"];
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
    [["--format", "xml", "a.json"], "--format is text, json, github or sarif"],
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

describe("chaos-governor validate --format", () => {
  const BROKEN = "experiment/refused/strategies.json";

  it("github writes a workflow command a finding, with what would end it escaped", async () => {
    const args = [BROKEN, "--format", "github"];
    const { exit, stdout } = await run(validate, args, FIXTURES);
    expect(exit).toBe(1);
    const [first = "", ...rest] = stdout.trimEnd().split("\n");
    expect(first).toMatch(
      /^::error file=experiment\/refused\/strategies\.json,line=\d+,col=\d+,title=[a-z-]+::\S/,
    );
    expect(rest.at(-1)).toMatch(/^1 file, \d+ errors/);
    for (const line of rest.slice(0, -1)) expect(line).toMatch(/^::/);
  });

  it("sarif names each rule that it speaks of, and each place", async () => {
    const args = [`./${BROKEN}`, "--format", "sarif"];
    const { exit, stdout } = await run(validate, args, FIXTURES);
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "Chaos Governor" } },
          results: expect.arrayContaining([
            expect.objectContaining({
              level: "error",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: BROKEN, uriBaseId: "%SRCROOT%" },
                    region: {
                      startLine: expect.any(Number),
                      startColumn: expect.any(Number),
                    },
                  },
                },
              ],
            }),
          ]),
        },
      ],
    });
  });

  it("is one of four", async () => {
    const outcome = await run(validate, [BROKEN, "--format", "xml"], FIXTURES);
    expect(outcome.exit).toBe(2);
    expect(outcome.stderr).toContain("text, json, github or sarif");
  });
});

describe("chaos-governor validate takes", () => {
  it("a folder for the experiments in it, as the policy says", async () => {
    const { exit, stdout } = await run(validate, ["experiments"], ROOT);
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: "7 files, no errors\n",
    });
  });

  it("a glob for what it matches, and tells of one that matches nothing", async () => {
    const glob = "experiments/sandbox-*.json";
    const found = await run(validate, [glob], ROOT);
    expect(found.stdout).toBe("2 files, no errors\n");
    const none = await run(validate, ["experiments/no-*.json"], ROOT);
    expect(none.exit).toBe(2);
    expect(none.stdout).toContain("there is no such file");
  });
});

/** A clock that moves on by so much each time it is read. */
function clock(stepMs: number): () => Date {
  let time = 0;
  return () => new Date((time += stepMs));
}

describe("chaos-governor validate, while somebody waits at a terminal,", () => {
  const FILES = ["experiments", "--format", "json"];
  it("says how far long work is, in one line that it takes away", async () => {
    const terminal = { isTerminal: true, now: clock(600) };
    const { stdout, stderr } = await run(validate, FILES, ROOT, terminal);
    const lines = stderr.split("\r\u001B[K");
    expect(lines[1]).toBe("1 of 7 files …");
    expect(lines.at(-2)).toBe("6 of 7 files …");
    expect(lines.at(-1)).toBe("");
    expect(JSON.parse(stdout)).toHaveProperty("files");
  });

  it.each([
    ["for short work", { isTerminal: true, now: clock(10) }],
    ["where nobody does", { isTerminal: false, now: clock(600) }],
  ])("says nothing of it %s", async (_, terminal) => {
    const { stderr } = await run(validate, FILES, ROOT, terminal);
    expect(stderr).toBe("");
  });
});
