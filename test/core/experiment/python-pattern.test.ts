import { describe, expect, it } from "vitest";
import { contradictsItself } from "../../../core/experiment/python-pattern.ts";

describe("a pattern that no text can match is told", () => {
  it.each(["a^", "ready$ now", "a+^b", "[ab]^", "$a", String.raw`\d^`, "$."])(
    "%s",
    (pattern) => expect(contradictsItself(pattern)).toBe(true),
  );
});

describe("a pattern that some text can match, or that is not looked into, is let be", () => {
  it.each([
    "^a$",
    "a*^b",
    "a?^",
    "^^a",
    "$$",
    "a|b^",
    "(?m)a^b",
    "(a)?^b",
    "a{0,3}^",
    "$\n",
    String.raw`$\s`,
    "$[\n]",
    String.raw`\$5`,
    String.raw`a\^b`,
    "[$]a",
    "[a^]b",
    "^a${b}c",
    "((a)^)",
    "(ab)^c",
    "",
    "a$b?",
    String.raw`\Z$`,
    "(",
    "[",
    "\\",
  ])("%j", (pattern) => expect(contradictsItself(pattern)).toBe(false));
});
