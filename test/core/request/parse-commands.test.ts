import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCommands } from "../../../core/request/parse-commands.ts";

const APPROVE = { kind: "approve" };

describe("a command", () => {
  it.each([
    ["/chaos approve", APPROVE],
    ["/chaos approve as backend-lead", { ...APPROVE, role: "backend-lead" }],
    [
      "/chaos deny not during the sale",
      { kind: "deny", reason: "not during the sale" },
    ],
    ["/chaos withdraw", { kind: "withdraw" }],
    ["/chaos cancel", { kind: "cancel" }],
    ["/chaos recheck", { kind: "recheck" }],
    ["/chaos help", { kind: "help" }],
    [
      "/chaos run database-pod-failure in production",
      {
        kind: "run",
        experiment: "database-pod-failure",
        environment: "production",
      },
    ],
    [
      "/chaos override windows because payments are down",
      {
        kind: "override",
        gates: ["windows"],
        reason: "payments are down",
      },
    ],
    [
      "/chaos override windows, error_budget ,windows because it is because of it",
      {
        kind: "override",
        gates: ["windows", "error_budget"],
        reason: "it is because of it",
      },
    ],
    ["/chaos approve \t ", APPROVE],
    ["/chaos  approve", APPROVE],
  ])("is a whole line: %j", (body, command) => {
    expect(parseCommands(body)).toEqual([command]);
  });

  it.each([
    ["below other words", "Looks good to me.\n/chaos approve"],
    ["above other words", "/chaos approve\r\nthank you"],
    ["in a paragraph of its own", "Looks good.\n\n/chaos approve\n\nThanks"],
    ["after a quotation", "> please approve\n\n/chaos approve"],
    ["after code", "```\nchaos run\n```\n/chaos approve"],
    ["after a list", "- one\n- two\n  ```\n  code\n  ```\n\n/chaos approve"],
    ["after code within the line before", "I read `it`.\n/chaos approve"],
    ["after a comment", "<!-- note -->\n\n/chaos approve"],
    ["in a folded section", "<details>\n\n/chaos approve\n\n</details>"],
  ])("counts %s", (_, body) => {
    expect(parseCommands(body)).toEqual([APPROVE]);
  });

  it("may stand beside others; the first twenty are read", () => {
    const body = ["/chaos withdraw", ...Array(30).fill("/chaos approve")];
    const commands = parseCommands(body.join("\n"));
    expect(commands).toHaveLength(20);
    expect(commands.slice(0, 2)).toEqual([{ kind: "withdraw" }, APPROVE]);
  });
});

describe("what is no command", () => {
  it.each([
    ["words before it", "please /chaos approve"],
    ["another word", "/chaosfoo approve"],
    ["another case", "/Chaos approve"],
    ["a quotation", "> /chaos approve"],
    ["a nested quotation", "> > /chaos approve"],
    ["a quotation that goes on", "> she said\n/chaos approve"],
    ["fenced code", "```\n/chaos approve\n```"],
    ["code fenced with tildes", "~~~ sh\n/chaos approve\n~~~"],
    ["a fence that is never closed", "```\n/chaos approve"],
    ["a longer fence around a shorter", "````\n```\n/chaos approve\n```\n````"],
    ["a fence of the other kind", "```\n~~~\n/chaos approve\n```"],
    ["a fence that follows a list", "- ```\n```\n/chaos approve\n```"],
    [
      "a fence in a list, and one after it",
      "- a\n  ```\n  b\n```\n/chaos approve\n```",
    ],
    ["indented code", "    /chaos approve"],
    ["code indented with a tab", "\t/chaos approve"],
    ["a deeply indented line of a paragraph", "Like so:\n     /chaos approve"],
    ["code over several lines", "say `this\n/chaos approve\nplease`"],
    ["a comment", "<!--\n/chaos approve\n-->"],
    ["a comment over blank lines", "<!--\n\n/chaos approve\n\n-->"],
    ["a comment that is never closed", "<!--\n\n/chaos approve"],
    ["a comment within a paragraph", "so <!-- not\n/chaos approve\n--> done"],
    ["HTML", "<pre>\n\n/chaos approve\n\n</pre>"],
    ["an attribute of HTML", 'so <b title="\n/chaos approve\n">bold</b>'],
    ["the title of a link", '[a](/b "\n/chaos approve\n")'],
    ["the title of a definition", '[a]: /b "\n/chaos approve\n"'],
    ["struck words", "~~never\n/chaos approve\nagain~~"],
    ["slanted words", "*maybe\n/chaos approve\nlater*"],
    ["a list item", "- /chaos approve"],
    ["a heading", "# /chaos approve"],
    ["an underlined heading", "/chaos approve\n==="],
    ["an escaped line", "\\/chaos approve"],
    ["an entity", "&#47;chaos approve"],
    ["a line end that Markdown does not know", "so\u2028/chaos approve"],
    ["our own marks", "\uE000 approve"],
    ["nothing", ""],
  ])("%s", (_, body) => {
    expect(parseCommands(body)).toEqual([]);
  });
});

describe("a line that begins like a command and is none", () => {
  it.each([
    ["/chaos", "unknown-command", "/chaos help"],
    ["/chaos aprove", "unknown-command", "/chaos approve"],
    ["/chaos Approve", "unknown-command", "/chaos approve"],
    ["/chaos approve.", "unknown-command", "/chaos approve"],
    [
      "/chaos runn x in y",
      "unknown-command",
      "/chaos run <experiment> in <environment>",
    ],
    ["/chaos toString", "unknown-command", "/chaos help"],
    ["/chaos deny", "missing-reason", "/chaos deny <reason>"],
    [
      "/chaos approve backend-lead",
      "malformed-approve",
      "/chaos approve as backend-lead",
    ],
    ["/chaos approve as", "malformed-approve", "/chaos approve as <role>"],
    ["/chaos approve as a b", "malformed-approve", "/chaos approve as <role>"],
    [
      "/chaos approve as <role>",
      "malformed-approve",
      "/chaos approve as <role>",
    ],
    ["/chaos cancel it", "unexpected-words", "/chaos cancel"],
    ...[
      "/chaos override",
      "/chaos override windows",
      "/chaos override because it burns",
      "/chaos overide windows because it burns",
    ].map((line) => [
      line,
      line.includes("overide") ? "unknown-command" : "malformed-override",
      "/chaos override <gate> because <reason>",
    ]),
    [
      "/chaos override windows because",
      "missing-reason",
      "/chaos override <gate> because <reason>",
    ],
    [
      "/chaos override window because it burns",
      "unknown-gate",
      "/chaos override windows because <reason>",
    ],
    [
      "/chaos override windows error_budget because it burns",
      "malformed-override",
      "/chaos override <gate> because <reason>",
    ],
    [
      "/chaos override windows, because it burns",
      "malformed-override",
      "/chaos override <gate> because <reason>",
    ],
    [
      "/chaos run x",
      "malformed-run",
      "/chaos run <experiment> in <environment>",
    ],
    [
      "/chaos run ../x in y",
      "malformed-run",
      "/chaos run <experiment> in <environment>",
    ],
  ])("%j is told what was probably meant", (line, code, suggestion) => {
    expect(parseCommands(line)).toEqual([
      { kind: "problem", code, line, suggestion },
    ]);
  });

  it("is kept short", () => {
    const [problem] = parseCommands(`/chaos ${"x".repeat(5_000)}`);
    expect(problem).toMatchObject({ line: expect.stringMatching(/^.{200}$/) });
  });
});

describe("whatever is written", () => {
  const command = fc.constantFrom(
    "/chaos approve",
    "/chaos approve as backend-lead",
    "/chaos deny no",
    "/chaos cancel",
  );
  const words = fc.stringMatching(/^[a-z][a-z .,]{0,30}$/);
  const passage = fc.array(fc.oneof(command, words, fc.constant("")));

  it("quoting it approves nothing", () => {
    fc.assert(
      fc.property(passage, (lines) => {
        const quoted = lines.map((line) => `> ${line}`).join("\n");
        expect(parseCommands(quoted)).toEqual([]);
      }),
    );
  });

  it("as code it commands nothing", () => {
    const fence = fc.constantFrom("```", "~~~", "`````");
    fc.assert(
      fc.property(passage, passage, fence, (before, lines, mark) => {
        const outside = before.filter((line) => !line.startsWith("/"));
        const fenced = [...outside, mark, ...lines, mark].join("\n");
        const indented = lines.map((line) => `    ${line}`).join("\n");
        expect(parseCommands(fenced)).toEqual([]);
        expect(parseCommands(indented)).toEqual([]);
      }),
    );
  });

  it("hidden it commands nothing", () => {
    fc.assert(
      fc.property(passage, (lines) => {
        const hidden = `<!--\n${lines.join("\n")}\n-->`;
        expect(parseCommands(hidden)).toEqual([]);
      }),
    );
  });

  it("reads without a crash, and as no more than twenty commands", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      command,
      fc.constantFrom(
        "\n",
        "\r",
        "```",
        "~~~",
        "`",
        "> ",
        "- ",
        "<!--",
        "-->",
        "    ",
        "<b>",
        "*",
        "[",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(parseCommands(pieces.join("")).length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it.each(["*a_ ", "[", "[a](", "> ", "- ", "<!--", "`", "<", "/chaos "])(
    "a comment full of %j takes no time",
    (piece) => {
      const started = performance.now();
      parseCommands(`${piece.repeat(65_000 / piece.length)}\n\n/chaos approve`);
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
