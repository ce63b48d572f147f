import { describe, expect, it } from "vitest";
import { suggest, suggestionHint } from "../../../core/text/suggest.ts";

const ROLES = ["incident-commander", "backend-lead", "devops-lead", "dba"];

describe("a suggestion", () => {
  it.each([
    ["backend_lead", "backend-lead"],
    ["Backend-Lead", "backend-lead"],
    ["bakend-led", "backend-lead"],
    ["dab", undefined],
    ["dbs", "dba"],
    ["security", undefined],
    ["x".repeat(10_000), undefined],
    ["", undefined],
    ["db", undefined],
    ["incident", "incident-commander"],
  ])("for %.20s is %s", (word, expected) => {
    expect(suggest(word, ROLES)).toBe(expected);
  });

  it("prefers the nearest, and the first of those equally near", () => {
    expect(suggest("stagin", ["stating", "staging", "staging-2"])).toBe(
      "staging",
    );
    expect(suggest("abc", ["abd", "abe"])).toBe("abd");
  });

  it("becomes a hint, or the hint says what there is", () => {
    expect(suggestionHint("backend_lead", ROLES, "roles")).toBe(
      "did you mean `backend-lead`?",
    );
    expect(suggestionHint("zzz", ROLES.slice(1, 3), "roles")).toBe(
      "roles: `backend-lead`, `devops-lead`",
    );
    expect(suggestionHint("zzz", [], "roles")).toBe("there are no roles");
  });
});
