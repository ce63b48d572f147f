import { describe, expect, it } from "vitest";
import { renderExcerpt } from "../../../core/render/diagnostic.ts";

describe("an excerpt", () => {
  it("shows the line, with a caret under the place", () => {
    expect(renderExcerpt("a: 1\r\nb: two\r\n", { line: 2, column: 4 })).toBe(
      "2 | b: two\n  |    ^",
    );
  });

  it("of a long line shows what stands around the place", () => {
    const text = `${"a".repeat(5_000)}X${"b".repeat(5_000)}`;
    const [shown = "", caret = ""] = renderExcerpt(text, {
      line: 1,
      column: 5_001,
    }).split("\n");
    expect(shown.length).toBeLessThan(110);
    expect(shown[caret.indexOf("^")]).toBe("X");
  });

  it("keeps characters from commanding the terminal, and every column in its place", () => {
    const text = "\ta\u001B[2J\u202Eb: x";
    const [shown = "", caret = ""] = renderExcerpt(text, {
      line: 1,
      column: 11,
    }).split("\n");
    expect(shown).toBe("1 |  a [2J b: x");
    expect(shown[caret.indexOf("^")]).toBe("x");
  });

  it("of a line that is not there is empty", () => {
    expect(renderExcerpt("a", { line: 7, column: 1 })).toBe("");
  });
});
