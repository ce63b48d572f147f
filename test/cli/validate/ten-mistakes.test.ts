import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { validate } from "../../../cli/validate/validate.ts";
import { run } from "../world.ts";

const ROOT = join(import.meta.dirname, "../../..");
const EXPERIMENT = join(ROOT, "experiments/database-pod-failure.json");

const answerSchema = z.object({
  files: z.tuple([
    z.object({
      findings: z.array(
        z.object({ code: z.string(), line: z.number(), message: z.string() }),
      ),
    }),
  ]),
});

/** A slip of somebody who edits an experiment: what stood there, what is written instead, and what mends it. */
interface Slip {
  slip: string;
  was: string;
  is: string;
  mend: string;
}

const SLIPS: Slip[] = [
  {
    slip: "a key is misspelt",
    was: '"rollbacks": [',
    is: '"rollback": [',
    mend: "did you mean `rollbacks`?",
  },
  {
    slip: "a word is misspelt that switches the rollbacks off",
    was: '"strategy": "always"',
    is: '"strategy": "allways"',
    mend: "did you mean `always`?",
  },
  {
    slip: "a comma is left out",
    was: '"name": "delete-the-database-pod",',
    is: '"name": "delete-the-database-pod"',
    mend: "put a comma",
  },
  {
    slip: "a comma is left behind after the last entry",
    was: '"tags": ["kubernetes", "database", "postgres"]',
    is: '"tags": ["kubernetes", "database", "postgres",]',
    mend: "remove the comma",
  },
  {
    slip: "a kind is misspelt",
    was: '"type": "action",\n      "name": "delete-the-database-pod"',
    is: '"type": "actoin",\n      "name": "delete-the-database-pod"',
    mend: "did you mean `action`?",
  },
  {
    slip: "a variable is misspelt",
    was: '"url": "${base_url}/api/health"',
    is: '"url": "${base_ulr}/api/health"',
    mend: "did you mean `base_url`?",
  },
  {
    slip: "a number is written as text",
    was: '"timeout": 200\n      }\n    }\n  ],\n  "rollbacks"',
    is: '"timeout": "200"\n      }\n    }\n  ],\n  "rollbacks"',
    mend: "has to be a number",
  },
  {
    slip: "an address lacks its scheme",
    was: '"url": "${base_url}/api/health"',
    is: '"url": "staging.odavl.studio/api/health"',
    mend: "https://",
  },
  {
    slip: "a name is used twice",
    was: '"name": "database-comes-back"',
    is: '"name": "delete-the-database-pod"',
    mend: "a name of its own",
  },
  {
    slip: "a pause is negative",
    was: '"after": 15',
    is: '"after": -15',
    mend: "above zero",
  },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chaos-governor-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Validates the real experiment with the slip in it. @returns its findings, and the line of the slip */
async function validated({ was, is }: Pick<Slip, "was" | "is">) {
  const text = await readFile(EXPERIMENT, "utf8");
  expect(text).toContain(was);
  const broken = text.replace(was, () => is);
  await writeFile(join(folder, "experiment.json"), broken);
  const args = ["experiment.json", "--format", "json"];
  const { exit, stdout } = await run(validate, args, folder);
  const [file] = answerSchema.parse(JSON.parse(stdout)).files;
  const line = text.slice(0, text.indexOf(was)).split("\n").length;
  return { exit, findings: file.findings, line };
}

describe("a slip in a real experiment is told once, on its own line, with what mends it, where", () => {
  it("there is none: nothing is told", async () => {
    const title = '"title"';
    expect(await validated({ was: title, is: title })).toMatchObject({
      exit: 0,
      findings: [],
    });
  });

  it.each(SLIPS)("$slip", async ({ mend, ...edit }) => {
    const { findings, line } = await validated(edit);
    expect(findings).toEqual([
      expect.objectContaining({ line, message: expect.stringContaining(mend) }),
    ]);
  });
});
