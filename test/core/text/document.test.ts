import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "../../../core/text/document.ts";
import type { DocumentLimits } from "../../../core/text/document.ts";

/** The findings as `line:column code`, or the value where there are none. */
function read(text: string, limits?: DocumentLimits): unknown {
  const result = parseDocument(text, limits);
  if (result.ok) return result.document.value;
  return result.diagnostics.map(
    ({ line, column, code }) => `${line}:${column} ${code}`,
  );
}

describe("a document", () => {
  it("is read from YAML and from JSON", () => {
    expect(read("a: [1, two]\n")).toEqual({ a: [1, "two"] });
    expect(read('{\n\t"a": [1, "two"]\n}', { format: "json" })).toEqual({
      a: [1, "two"],
    });
  });

  it("that is empty is nothing", () => {
    expect(read("")).toBeNull();
    expect(read("# only a comment\n")).toBeNull();
  });

  it("reads JSON as JSON.parse does", () => {
    const json = fc
      .jsonValue({ noUnicodeString: false })
      .map((value) => JSON.stringify(value))
      .filter((text) => !/__proto__|\uFFFD|\u007F/.test(text));
    fc.assert(
      fc.property(json, (text) => {
        expect(read(text, { format: "json" })).toEqual(JSON.parse(text));
      }),
    );
  });

  it("knows where each value and each key stands", () => {
    const result = parseDocument("a:\r\n  - b: 1\r\n    c:\r\n      d: x\r\n");
    if (!result.ok) throw new Error("was refused");
    const locate: typeof result.document.locate = (...place) =>
      result.document.locate(...place);
    expect(locate(["a", 0, "b"])).toEqual({ line: 2, column: 8 });
    expect(locate(["a", 0, "b"], "key")).toEqual({ line: 2, column: 5 });
    expect(locate(["a", 0, "c", "d"])).toEqual({ line: 4, column: 10 });
    expect(locate(["a", 0])).toEqual({ line: 2, column: 5 });
    expect(locate([])).toEqual({ line: 1, column: 1 });
  });

  it("knows where a key stands that is no text", () => {
    const result = parseDocument("a: 1\non: 2\n~: 3\n0x10: 4\n", {
      format: "yaml-1.1",
    });
    if (!result.ok) throw new Error("was refused");
    const { document } = result;
    const keys = Object.keys(Object(document.value));
    expect(keys.toSorted()).toEqual(["", "16", "a", "true"]);
    expect(
      ["a", "true", "", "16"].map((key) => document.locate([key]).line),
    ).toEqual([1, 2, 3, 4]);
  });

  it("points at the nearest key around a value that is missing", () => {
    const result = parseDocument("a:\n  b:\n    c: 1\n");
    if (!result.ok) throw new Error("was refused");
    expect(result.document.locate(["a", "b", "missing", "deeper"])).toEqual({
      line: 2,
      column: 3,
    });
  });

  it("follows aliases when it looks for a place", () => {
    const result = parseDocument("one: &x { a: 1 }\ntwo: *x\n");
    if (!result.ok) throw new Error("was refused");
    expect(result.document.value).toEqual({ one: { a: 1 }, two: { a: 1 } });
    expect(result.document.locate(["two", "a"])).toEqual({
      line: 1,
      column: 14,
    });
  });

  it.each([
    ["a tab", "a:\n\tb: c: d\n", ["2:1 tab-indentation"]],
    ["an open bracket", "a: [1\nb: 2\nc: 3\n", ["2:1 yaml-syntax"]],
  ])("has one finding for %s", (_, text, found) => {
    expect(read(text)).toEqual(found);
  });

  it("may begin with a byte order mark, which counts as no column", () => {
    expect(read("\uFEFFa: 1\na: 2")).toEqual(["2:1 duplicate-key"]);
    expect(read("\uFEFFa: 1")).toEqual({ a: 1 });
  });

  it("is read as Python reads it where that is asked for", () => {
    const text = "base: &base { on: yes }\nmore: { <<: *base, mode: 0644 }\n";
    expect(read(text, { format: "yaml-1.1" })).toEqual({
      base: { true: true },
      more: { true: true, mode: 420 },
    });
  });
});

describe("a document is refused, with the place, when", () => {
  it.each([
    [
      "a key stands in it twice",
      "a: 1\nb: { c: 1, c: 2 }\na: 3\n",
      ["3:1 duplicate-key", "2:12 duplicate-key"],
    ],
    [
      "a key is a list or an alias",
      "&x a: 1\n[b]: 1\n*x : 2\n",
      ["2:1 complex-key", "3:1 complex-key"],
    ],
    [
      "a key is one that JavaScript reserves",
      "a:\n  __proto__: { b: 1 }\n",
      ["2:3 reserved-key"],
    ],
    [
      "an alias refers to what it stands in",
      "a: &a\n  b: [*a]\n",
      ["2:7 cyclic-alias"],
    ],
    ["an alias refers to nothing", "a: *b\n", ["1:4 unknown-alias"]],
    ["a tab indents", "a:\n\tb: 1\n", ["2:1 tab-indentation"]],
    [
      "it holds a second document",
      "a: 1\n---\nb: 1\n",
      ["2:1 several-documents"],
    ],
    ["it is no YAML", 'a: "x\n', ["2:1 yaml-syntax"]],
    [
      "it has tags of another language",
      "a: !!python/object:os.system x\n",
      ["1:4 yaml-syntax"],
    ],
    ["it is binary", "a: 1\nb: \0\u0001", ["2:4 not-text"]],
    ["it was UTF-16", "\uFFFD\uFFFDa\0:\0", ["1:1 not-text"]],
    [
      "it holds control characters",
      "a: \u001B[2J\n",
      ["1:4 control-character"],
    ],
    [
      "lines end with a carriage return alone",
      "a: 1\rb: 2\r",
      ["1:5 line-ending"],
    ],
  ])("%s", (_, text, findings) => {
    expect(read(text)).toEqual(findings);
  });

  it("the text is larger than allowed, counted in bytes", () => {
    expect(read("ä".repeat(600), { bytes: 1024 })).toEqual(["1:1 too-large"]);
    expect(read("a".repeat(600), { bytes: 1024 })).toBe("a".repeat(600));
  });

  it("too many mappings and lists stand inside one another", () => {
    expect(read("[".repeat(100) + "]".repeat(100))).not.toContain("too-deep");
    expect(read("[".repeat(101) + "]".repeat(101))).toEqual(["1:101 too-deep"]);
    expect(read("- ".repeat(100_000))).toContainEqual(
      expect.stringContaining("too-deep"),
    );
  });

  it.each([
    ["mappings in a list", `[${"{},".repeat(60_000)}{}]`],
    ["texts", `["${'a","'.repeat(60_000)}"]`],
    ["entries that are nothing", "-\n".repeat(60_000)],
    ["entries that are empty", "- {}\n".repeat(60_000)],
    ["keys", Array.from({ length: 60_000 }, (_, n) => `k${n}: 1`).join("\n")],
  ])("there are more %s than anybody writes", (_, text) => {
    expect(read(text, { bytes: 1_000_000 })).toEqual([
      expect.stringContaining("too-many-values"),
    ]);
  });

  it("but not as long as there are only many lines of a text", () => {
    const text = `a: |\n${"  b, c: d, - e\n".repeat(20_000)}`;
    expect(read(text, { bytes: 1_000_000 })).toMatchObject({});
    const list = "- b\n".repeat(20_000);
    expect(read(list)).toHaveLength(20_000);
  });

  it("aliases multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 10; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`,
      );
    expect(read(lines.join("\n"))).toEqual(["5:25 alias-bomb"]);
  });

  it("there are more aliases than anybody writes by hand", () => {
    const uses = Array.from({ length: 20_000 }, (_, n) => `k${n}: *a`);
    expect(read(["a: &a b", ...uses].join("\n"), { bytes: 2 ** 20 })).toEqual([
      "102:7 too-many-aliases",
    ]);
  });

  it("a merge key merges what is no mapping", () => {
    expect(read("<<: 1\na: 2", { format: "yaml-1.1" })).toEqual([
      "1:5 merge-source",
    ]);
    expect(read("x: &x [1]\n<<: *x", { format: "yaml-1.1" })).toEqual([
      "2:5 merge-source",
    ]);
  });
});

describe("whatever the text is", () => {
  it("reading it answers with a value or with findings, and never throws", () => {
    const piece = fc.constantFrom(
      ..."abx01 :-?[]{},&*!|>'\"%@#\n\t~<.=_".split(""),
      "<<",
      "&a ",
      "*a ",
      "!!set ",
      "!!omap ",
      "!!binary ",
      "!!float ",
      "---\n",
      "...\n",
      "\n  ",
      "\r\n",
      "- ",
      ": ",
      "? ",
      "2024-01-01",
      ".inf",
      "0x1",
      "1:30",
    );
    const text = fc
      .array(piece, { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("json" as const, "yaml" as const, "yaml-1.1" as const),
        (source, format) => {
          const result = parseDocument(source, { format });
          const places = result.ok
            ? [result.document.locate(["a", 0])]
            : result.diagnostics;
          expect(places.every(({ line }) => line > 0)).toBe(true);
          expect(places).not.toHaveLength(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("at most fifty findings are given", () => {
    const result = parseDocument("a: b: c\n".repeat(1_000));
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.diagnostics.length).toBe(50);
  });
});
