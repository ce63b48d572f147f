import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderAnswer } from "../../../core/render/answer.ts";
import type { AnswerOutcome } from "../../../core/request/answer.ts";

const LINKS = { repository: "https://github.test/odavl/studio-hub" };
const render = (outcome: AnswerOutcome, author = "mallory") =>
  renderAnswer({ commentId: 7, author, outcome }, LINKS);

describe("what was done as it was asked for", () => {
  it.each<[AnswerOutcome, string]>([
    [{ code: "approved", roles: ["backend-lead"] }, "+1"],
    [{ code: "denied" }, "+1"],
    [{ code: "overridden" }, "+1"],
    [{ code: "withdrawn" }, "+1"],
    [{ code: "cancelled" }, "+1"],
    [{ code: "rechecked" }, "eyes"],
  ])("gets a reaction and no words: %j", (outcome, reaction) => {
    expect(render(outcome)).toEqual({
      reaction,
    });
  });
});

describe("what was refused", () => {
  it.each<[AnswerOutcome, string, string]>([
    [
      { code: "no-role", wanted: ["backend-lead", "devops-lead"] },
      "-1",
      "one of the roles `backend-lead` and `devops-lead`, and you hold none of them",
    ],
    [{ code: "no-role", wanted: [] }, "-1", "nobody's approval is asked for"],
    [
      { code: "not-in-role", role: "backend-lead", holders: ["sarah", "mike"] },
      "-1",
      "it is held by sarah and mike",
    ],
    [
      { code: "not-in-role", role: "backend-lead", holders: [] },
      "-1",
      "nobody holds it",
    ],
    [
      { code: "unknown-role", role: "backend", suggestion: "backend-lead" },
      "confused",
      "no role `backend`. Did you mean `/chaos approve as backend-lead`?",
    ],
    [{ code: "own-request" }, "-1", "your own approval does not count"],
    [{ code: "no-override" }, "-1", "the policy lets nobody override a gate"],
    [
      { code: "not-named", people: ["ahmed", "mike"] },
      "-1",
      "only ahmed and mike may override gates here",
    ],
    [
      {
        code: "not-overridable",
        gates: ["experiment_valid"],
        allowed: ["windows", "error_budget"],
      },
      "-1",
      "`experiment_valid` can't be overridden here; the policy lets `windows` and `error_budget` be",
    ],
    [{ code: "own-override" }, "-1", "your own override does not count"],
    [
      { code: "edited" },
      "-1",
      "an edited comment commands and approves nothing",
    ],
    [{ code: "before-pin" }, "-1", "look at what is pinned and say it again"],
    [{ code: "already-started" }, "confused", "`/chaos cancel` stops the run"],
    [{ code: "nothing-to-withdraw" }, "confused", "no approval of yours"],
    [
      { code: "not-allowed-to-cancel" },
      "-1",
      "only the requester and people with a role",
    ],
    [{ code: "over" }, "confused", "this request is over"],
    [{ code: "policy-unusable" }, "confused", "Once it is mended"],
    [
      { code: "run-refused", reason: "no <b>such</b> thing" },
      "-1",
      "no &lt;b&gt;such&lt;/b&gt; thing",
    ],
    [
      {
        code: "not-understood",
        problem: {
          kind: "problem",
          code: "unknown-command",
          line: "/chaos aprove",
          suggestion: "/chaos approve",
        },
      },
      "confused",
      "`/chaos aprove` is no command. Did you mean `/chaos approve`?",
    ],
  ])("gets a reaction and the reason: %j", (outcome, reaction, words) => {
    const rendered = render(outcome);
    expect(rendered.reaction).toBe(reaction);
    expect(rendered.reply).toContain(words);
    expect(rendered.reply).toMatch(
      /^\*\*mallory\*\*: .*\n\n<!-- chaos-governor:answer:7 -->$/s,
    );
  });
});

describe("what asks for words", () => {
  it("gets all commands as help", () => {
    const { reaction, reply } = render({ code: "help" });
    expect(reaction).toBe("eyes");
    for (const command of [
      "approve",
      "withdraw",
      "deny",
      "cancel",
      "recheck",
      "run",
      "help",
    ])
      expect(reply).toContain(`| \`/chaos ${command}`);
  });

  it("gets a link to the request that was opened", () => {
    const url = "https://github.test/odavl/studio-hub/issues/12";
    const { reaction, reply } = render({
      code: "request-opened",
      issue: 12,
      url,
    });
    expect(reaction).toBe("rocket");
    expect(reply).toContain(`[issue 12](${url})`);
  });
});

describe("whatever others wrote", () => {
  it("mentions nobody and begins no command", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: "binary" }),
        (author, text) => {
          const outcomes: AnswerOutcome[] = [
            { code: "run-refused", reason: text },
            { code: "not-in-role", role: text, holders: [text] },
            { code: "unknown-role", role: text, suggestion: text },
            {
              code: "not-understood",
              problem: { kind: "problem", code: "unknown-command", line: text },
            },
          ];
          for (const outcome of outcomes) {
            const reply = render(outcome, author).reply ?? "";
            const outsideCode = reply.replace(/`[^`]*`|<code>.*?<\/code>/g, "");
            expect(outsideCode).not.toMatch(/@(?!\u200B)/);
            expect(reply).not.toMatch(/^\/chaos/m);
          }
        },
      ),
    );
  });
});
