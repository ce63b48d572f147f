import { describe, expect, it } from "vitest";
import { auditedGitHub } from "../../../app/reconciler/audited-github.ts";
import { subjectOf } from "../../../app/reconciler/key.ts";
import { FakeRepository } from "./fake-repository.ts";

const NOW = new Date("2026-03-02T10:00:00Z");

function world({ told = () => Promise.resolve() } = {}) {
  const github = new FakeRepository(() => NOW);
  const lines: Record<string, unknown>[] = [];
  const audited = auditedGitHub(github, (data) => {
    lines.push(data);
    return told();
  });
  return { github, audited, lines };
}

const ISSUE = { title: "Run it", body: "x".repeat(201), labels: ["chaos"] };

describe("a repository on GitHub whose changes are told", () => {
  it("tells of each change what is done and with what; a long text by its hash", async () => {
    const { audited, github, lines } = world();
    const { number } = await audited.createIssue(ISSUE);
    await audited.closeIssue(number, "completed");
    expect(github.issueList).toMatchObject([{ number, closedAs: "completed" }]);
    const sha256: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
    const body = { sha256, characters: 201 };
    expect(lines).toEqual([
      { does: "createIssue", with: [{ ...ISSUE, body }] },
      { does: "closeIssue", with: [number, "completed"] },
    ]);
  });

  it("tells nothing of what only reads", async () => {
    const { audited, github, lines } = world();
    expect(audited.owner).toBe(github.owner);
    expect(await audited.head()).toEqual(await github.head());
    expect(await audited.issues({ labels: [], state: "open" })).toEqual([]);
    expect(lines).toEqual([]);
  });

  it("does nothing that could not be told before", async () => {
    const { audited, github } = world({
      told: () => Promise.reject(new Error("the database is away")),
    });
    await expect(audited.createIssue(ISSUE)).rejects.toThrow(
      "the database is away",
    );
    expect(github.issueList).toEqual([]);
  });

  it("tells it under the name of what is looked at", () => {
    const of = { installation: 7, owner: "acme", repo: "shop" };
    expect(subjectOf({ kind: "issue", ...of, issue: 12 })).toBe("issue:12");
    expect(subjectOf({ kind: "run", ...of, run: 9 })).toBe("run:9");
    expect(subjectOf({ kind: "pull-request", ...of, pullRequest: 3 })).toBe(
      "pull-request:3",
    );
    expect(subjectOf({ kind: "repository", ...of })).toBe("repository");
  });
});
