import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clip,
  codeSpan,
  escapeText,
  link,
} from "../../../core/render/escape.ts";

const text = (written: string) => escapeText(written, 500);

describe("a text as plain words", () => {
  it.each([
    [
      "plain words, unchanged: 50 % of snake_case",
      "plain words, unchanged: 50 % of snake_case",
    ],
    ["*bold* and _slanted_", "\\*bold\\* and \\_slanted\\_"],
    ["`code` ~~gone~~ $x$", "\\`code\\` \\~\\~gone\\~\\~ \\$x\\$"],
    ["[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"],
    ["a | b", "a \\| b"],
    [
      "<img src=x> &amp; <!-- hidden -->",
      "&lt;img src=x&gt; &amp;amp; &lt;!-- hidden --&gt;",
    ],
    ["# a heading", "\\# a heading"],
    ["- an item", "\\- an item"],
    ["1. an item", "1\u200B. an item"],
    ["> quoted", "&gt; quoted"],
    ["one\r\n\r\n  two\tthree", "one two three"],
    ["a\u0000b\u202Ec\u200Bd", "abcd"],
  ])("shows %j as it was written", (written, expected) => {
    expect(text(written)).toBe(expected);
  });

  it("mentions nobody, and refers to nothing", () => {
    expect(text("@sarah and @org/team")).toBe(
      "@\u200Bsarah and @\u200Borg/team",
    );
    expect(text("fixes #12, o/r#3 and GH-4")).toBe(
      "fixes #\u200B12, o/r#\u200B3 and GH-\u200B4",
    );
    expect(text("see https://evil.test or www.evil.test")).toBe(
      "see https:\u200B//evil.test or www\u200B.evil.test",
    );
  });

  it("is cut by what is read, not by what is written for it", () => {
    expect(escapeText("&&&&&", 5)).toBe("&amp;&amp;&amp;&amp;&amp;");
    expect(escapeText("&&&&&&", 5)).toBe("&amp;&amp;&amp;&amp;…");
  });

  it("whatever it was, stays one line without live mention, tag or table border", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (written) => {
        const shown = text(written);
        expect(shown).not.toMatch(/[\n\r<>]|@(?!\u200B)/);
        expect(shown.replace(/\\./gs, "")).not.toMatch(/[|`*[\]$~\\]/);
      }),
    );
  });
});

describe("a text as code", () => {
  it("stands between backticks where it has none", () => {
    expect(codeSpan("sha256:ab @sarah", 50)).toBe("`sha256:ab @sarah`");
  });

  it("can neither leave its span nor its cell", () => {
    expect(codeSpan("a`b|c", 50)).toBe("<code>a&#96;b&#124;c</code>");
    expect(codeSpan("", 50)).toBe("<code></code>");
    expect(codeSpan("two\nlines", 50)).toBe("`two lines`");
  });
});

describe("a link", () => {
  it("leads to the web, whatever the address has in it", () => {
    expect(link("run [1]", "https://github.test/a_(b)?q=`|")).toBe(
      "[run \\[1\\]](https://github.test/a_%28b%29?q=%60%7C)",
    );
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "not an address", ""])(
    "is only its words where the address is %j",
    (address) => {
      expect(link("run", address)).toBe("run");
    },
  );
});

describe("a text that is too long", () => {
  it("ends with an ellipsis and never with half a character", () => {
    expect(clip("abcdef", 6)).toBe("abcdef");
    expect(clip("abcdefg", 6)).toBe("abcde…");
    expect(clip("abc😀def", 5)).toBe("abc…");
  });
});
