import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonProblem } from "../../../core/text/json-syntax.ts";

describe("the first place where a text is not JSON", () => {
  it.each([
    [
      '{"a": 1, }',
      7,
      "a comma stands after the last entry, and none may stand there",
    ],
    [
      "[1, 2,\n]",
      5,
      "a comma stands after the last entry, and none may stand there",
    ],
    ["[1,,]", 3, "a value is expected here"],
    ["{'a': 1}", 1, "text stands in double quotes"],
    ["{a: 1}", 1, "a key in double quotes or `}` is expected here"],
    ['{"a" 1}', 5, "a `:` is expected here"],
    [
      '{"a": 1\n "b": 2}',
      7,
      "there is no comma between this entry and the next",
    ],
    ['["a" "b"]', 4, "there is no comma between this entry and the next"],
    ['{"a": 1 ]', 8, "a comma or `}` is expected here"],
    ['{"a": yes}', 6, "a value is expected here"],
    ['{"a": 01}', 6, "a value is expected here"],
    ['{"a": "tab\there"}', 10, "a tab stands within text"],
    ['{"a": "b\\x"}', 8, "JSON knows no such escape"],
    ['{"a": "b,\n"c": 1}', 6, "no closing quote on its line"],
    ['{"a": "b', 6, "no closing quote on its line"],
    ['// a comment\n{"a": 1}', 0, "JSON has no comments"],
    ['{"a": 1, # b\n"c": 1}', 9, "JSON has no comments"],
    ['{"a": 1} {', 9, "the document has ended, and something follows"],
    ['{"a": [1', 8, "the file ends too early: a comma or `]` is expected here"],
    ["", 0, "the file ends too early: a value is expected here"],
  ])("of %j is at %i", (text, offset, message) => {
    const problem = findJsonProblem(text);
    expect(problem?.offset).toBe(offset);
    expect(problem?.message).toContain(message);
  });

  it("exists exactly where JSON.parse refuses the text", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      "1",
      "-0.5e+3",
      "true",
      "null",
      " ",
      "\n",
      "x",
      '"',
      "\\",
      "-",
      ".",
    );
    const text = fc.oneof(
      fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join("")),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (source) => {
        expect(findJsonProblem(source) === undefined).toBe(isJson(source));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is found in long texts, too", () => {
    expect(findJsonProblem(`"${"\\n".repeat(1_000_000)}"`)).toBeUndefined();
    expect(findJsonProblem("[".repeat(500_000))?.offset).toBe(500_000);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
