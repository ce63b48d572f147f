import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "../..");
const metadata = z.object({
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
  runs: z.object({ using: z.literal("node24"), main: z.string() }),
});

const folders = (await readdir(join(ROOT, "actions"), { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The gate's stands in the root, where `uses: owner/repository` finds it. */
const fileOf = (action: string) =>
  action === "gate" ? "action.yml" : `actions/${action}/action.yml`;

describe.each(folders)("action.yml of %s", (action) => {
  const file = fileOf(action);
  const known = metadata.parse(parse(readFileSync(join(ROOT, file), "utf8")));
  const sources = sourcesOf(action);

  it("names every input that the code reads, and no other", () => {
    const read = found(sources, /\b(?:getInput|input)\(\s*"([^"]+)"/g);
    expect(read).toEqual(Object.keys(known.inputs).toSorted());
  });

  it("names every output that the code sets, and no other", () => {
    const set = found(sources, /\bsetOutput\(\s*"([^"]+)"/g);
    expect(set).toEqual(Object.keys(known.outputs).toSorted());
  });

  it("is told of in the README: each input and output has its row", () => {
    const readme = readFileSync(
      join(ROOT, `actions/${action}/README.md`),
      "utf8",
    );
    const rows = found(
      readme.slice(readme.indexOf("## Inputs")),
      /^\| `([^`]+)`/gm,
    );
    const names = new Set([
      ...Object.keys(known.inputs),
      ...Object.keys(known.outputs),
    ]);
    expect(rows).toEqual([...names].toSorted());
  });

  it("starts the bundle of that Action", () => {
    expect(join(dirname(file), known.runs.main)).toBe(
      `actions/${action}/dist/index.js`,
    );
  });
});

/** Where an Action speaks to the runner. */
function sourcesOf(action: string): string {
  return ["index.ts", "inputs.ts"]
    .map((name) => join(ROOT, "actions", action, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}

/** What the expression's first group matches, each once, in order. */
function found(text: string, expression: RegExp): string[] {
  const names = [...text.matchAll(expression)].map(([, name = ""]) => name);
  return [...new Set(names)].toSorted();
}
