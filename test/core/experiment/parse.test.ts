import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../../core/experiment/parse.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/experiment");

function parse(file: string) {
  const text = readFileSync(join(FIXTURES, file), "utf8");
  return parseExperiment(text, { file });
}

/** The findings, each on its line: `line:column severity code message; hint`. */
function findings(file: string): string[] {
  return parse(file).diagnostics.map(
    ({ line, column, severity, code, message, hint }) =>
      `${line}:${column} ${severity} ${code} ${message}${hint === undefined ? "" : `; ${hint}`}`,
  );
}

describe("an experiment is accepted", () => {
  it("with everything that Chaos Toolkit knows, in YAML as Python reads it", () => {
    const { experiment, diagnostics } = parse("accepted/everything.yaml");
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual(
      [],
    );
    expect(experiment?.method[0]).toMatchObject({
      kind: "written",
      background: true,
    });
    expect(experiment?.rollbacks).toMatchObject([
      { kind: "reference", ref: "act" },
    ]);
  });

  it("with words that are text, numbers or booleans to Python, and paths and defaults as it reads them", () => {
    const { experiment, diagnostics } = parse("accepted/python-words.yaml");
    expect(diagnostics).toEqual([]);
    expect(experiment?.method).toMatchObject([
      {
        name: "09:30",
        background: true,
        provider: { path: ".", arguments: ["1e3", "08", "."] },
      },
    ]);
  });

  it("with the least that an experiment says, in JSON with tabs", () => {
    const { experiment, diagnostics } = parse("accepted/least.json");
    expect(diagnostics).toEqual([]);
    expect(experiment?.title).toBe("The least that an experiment says");
  });
});

describe("an experiment is refused, with line, column and a hint, for", () => {
  const cases = readdirSync(join(FIXTURES, "refused")).filter(
    (file) => !file.endsWith(".txt"),
  );

  it.each(cases)("%s", async (file) => {
    const found = findings(`refused/${file}`);
    expect(found.some((line) => / error /.test(line))).toBe(true);
    await expect(`${found.join("\n")}\n`).toMatchFileSnapshot(
      join(FIXTURES, "refused", `${file}.txt`),
    );
  });

  it.each(["- a list\n", "just text\n"])(
    "being no mapping, which no rule has more to say about: %j",
    (text) => {
      const { diagnostics } = parseExperiment(text, { file: "a.yaml" });
      expect(diagnostics).toMatchObject([{ code: "wrong-type", line: 1 }]);
    },
  );

  it("its size", () => {
    const { diagnostics } = parseExperiment(" ".repeat(1024 * 1024 + 1), {
      file: "a.json",
    });
    expect(diagnostics).toMatchObject([{ code: "too-large" }]);
  });
});
