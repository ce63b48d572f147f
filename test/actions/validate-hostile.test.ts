import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkoutOf } from "./checkout.ts";
import { BROKEN, POLICY, SOUND, validate } from "./validation.ts";

describe("the SARIF file", () => {
  const sarif = z.object({
    version: z.literal("2.1.0"),
    runs: z.array(
      z.object({ results: z.array(z.object({ ruleId: z.string() }).loose()) }),
    ),
  });

  it("holds the findings, and an output says where it is", async () => {
    const { outputs, workspace } = await validate({
      files: { "experiments/pod.json": BROKEN },
    });
    expect(outputs["sarif"]).toBe(join(workspace, "chaos-governor.sarif"));
    const written = sarif.parse(
      JSON.parse(await readFile(outputs["sarif"] ?? "", "utf8")),
    );
    expect(written.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual([
      "unknown-key",
    ]);
  });

  it("is not written where none is wanted", async () => {
    const { code, outputs, workspace } = await validate({
      files: { "experiments/pod.json": SOUND },
      inputs: { sarif: "" },
    });
    expect(code).toBe(0);
    expect(outputs["sarif"]).toBe("");
    expect(await readdir(workspace)).toEqual(["experiments"]);
  });

  it.each(["../out.sarif", "nowhere/out.sarif", "link/out.sarif", "linked"])(
    "is not written to %s, which leads out of the workspace or to no folder",
    async (path) => {
      const outside = await checkoutOf({ "out.sarif": "untouched" });
      const { code, outputs, lines } = await validate({
        files: { "experiments/pod.json": SOUND },
        inputs: { sarif: path },
        prepare: async (workspace) => {
          await symlink(outside, join(workspace, "link"));
          await symlink(join(outside, "out.sarif"), join(workspace, "linked"));
        },
      });
      expect(code).toBe(1);
      expect(outputs["sarif"]).toBe("");
      expect(lines.at(-1)).toContain("The input sarif is");
      expect(await readFile(join(outside, "out.sarif"), "utf8")).toBe(
        "untouched",
      );
    },
  );
});

describe("what a pull request can put in", () => {
  it("leads nowhere by links", async () => {
    const outside = await checkoutOf({ "secret.json": '{"leaked": 1}' });
    const { code, lines, summary } = await validate({
      files: { "README.md": "" },
      changes: [
        { filename: "experiments/link.json", status: "added" },
        { filename: "experiments/folder/secret.json", status: "added" },
      ],
      world: { policy: POLICY.replace("experiments/*", "experiments/**/*") },
      prepare: async (workspace) => {
        await mkdir(join(workspace, "experiments"));
        await symlink(
          join(outside, "secret.json"),
          join(workspace, "experiments/link.json"),
        );
        await symlink(outside, join(workspace, "experiments/folder"));
      },
    });
    expect(code).toBe(1);
    expect(summary.match(/❌ is a link/g)).toHaveLength(2);
    expect([...lines, summary].join("\n")).not.toContain("leaked");
  });

  it("commands neither the runner nor the summary", async () => {
    const name = "experiments/::error::a,b:c\n##[error]@all<b>|`.json";
    const { lines, summary } = await validate({
      files: {
        [name]:
          '{"##[add-mask]x": 1, "::set-output name=x::y": 1, "<b>@all": 2}',
      },
    });
    const commands = lines.filter((line) => line.startsWith("::"));
    expect(
      commands.filter(
        (line) =>
          !/^::(error|warning|stop-commands|[0-9a-f-]{36})\b/.test(line),
      ),
    ).toEqual([]);
    const [first] = commands;
    expect(first).toContain(
      "file=experiments/%3A%3Aerror%3A%3Aa%2Cb%3Ac%0A##[error]@all<b>|`.json,line=1",
    );
    // Whatever else is shown of it stands where the runner takes no commands.
    const stopped = lines.findIndex((line) =>
      line.startsWith("::stop-commands"),
    );
    const before = lines
      .slice(0, stopped)
      .filter((line) => !line.startsWith("::"));
    expect(before.join("\n")).not.toContain("##[");
    expect(summary).not.toMatch(/<b>|@all/);
  });

  it("does not push the rest out of sight: ten of a kind are on their lines, and the summary counts the others", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `experiments/${index}.json`,
        BROKEN,
      ]),
    );
    const { lines, summary, outputs } = await validate({ files });
    expect(outputs["errors"]).toBe("12");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(summary).toContain(
      "GitHub shows 10 findings of each kind on their lines: 2 more errors are told of in the step's log.",
    );
    expect(lines.filter((line) => line.includes("json:"))).toHaveLength(12);
  });

  it("is not read where it is too large", async () => {
    const { code, summary } = await validate({
      files: { "README.md": "" },
      changes: [{ filename: "experiments/big.json", status: "added" }],
      prepare: async (workspace) => {
        await mkdir(join(workspace, "experiments"));
        await writeFile(
          join(workspace, "experiments/big.json"),
          " ".repeat(1024 * 1024 + 1),
        );
      },
    });
    expect(code).toBe(1);
    expect(summary).toContain("❌ has 1048577 bytes; at most 1048576 are read");
  });
});
