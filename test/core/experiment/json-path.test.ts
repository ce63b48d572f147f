import { describe, expect, it } from "vitest";
import { jsonPathProblem } from "../../../core/experiment/json-path.ts";

describe("a JSON path that Chaos Toolkit can read is let be", () => {
  it.each([
    "$",
    "$.a",
    '$["a b"].c',
    "$..a",
    "$..[0]",
    "$.*",
    "$[*,0,-1]",
    "$[0:2]",
    "$[::2]",
    "$ . a[ 0 ]",
    "$.length()",
    "$.substring(0, 1)",
    "$.a[?(@.b)]",
    '$.a[?(@.b="x" and not (@.c>=1.5e-3 or @.d!=null))]',
    '$[?(@.a={"b":[1,true]})]',
    "$[$.a]",
    "$.andy",
    " $.a\n",
  ])("%j", (path) => expect(jsonPathProblem(path)).toBeUndefined());
});

describe("a JSON path that Chaos Toolkit refuses is told, with what to write instead", () => {
  it.each([
    ["a.b", "a JSON path begins with $"],
    ["", "a JSON path begins with $"],
    ["${path}", "before variables are filled in"],
    ["$['a']", 'text stands in "double quotes"'],
    ["$[?(@.a==1)]", "compares with one ="],
    ["$[?(@.a && @.b)]", "the words `and`, `or` and `not`"],
    ["$[?(!@.a)]", "the words `and`, `or` and `not`"],
    ...["$.", "$a", "$.a-b", "$.and", "$...a", "$[]", "$[a]", "$[0,]"].map(
      (path) => [path, "see jsonpath2"],
    ),
    ...["$.a[0", "$[1.0]", "$[1:2:3:4]", "$[?@.a]", "$[?()]", "$.size()"].map(
      (path) => [path, "see jsonpath2"],
    ),
    ...["$.é", '$["', "$.a b", "$[?(@.a=01)]", "$[?(@.a or)]", "$]"].map(
      (path) => [path, "see jsonpath2"],
    ),
  ])("%j", (path = "", why = "") =>
    expect(jsonPathProblem(path)).toContain(why),
  );
});

it("a JSON path of any length and depth ends the search at once", () => {
  for (const piece of ["(", "[", "not ", "[?(", ".a", '"', "[$"])
    expect(() =>
      jsonPathProblem(`$${piece.repeat(990 / piece.length)}`),
    ).not.toThrow();
  expect(jsonPathProblem(`$${"[".repeat(1_000_000)}`)).toBeUndefined();
});
