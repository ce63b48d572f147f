import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runAction } from "./run-action.ts";

const JOURNALS = join(import.meta.dirname, "../fixtures/journals");

function report(journal: string, inputs: Record<string, string> = {}) {
  return runAction("actions/report/action.yml", {
    journal,
    experiment: "pod-failure",
    environment: "staging",
    ...inputs,
  });
}

describe("the report", () => {
  it("of a run that held passes, and shows what ran", async () => {
    const { code, outputs, summary } = await report(
      join(JOURNALS, "held.json"),
    );
    expect(code).toBe(0);
    expect(outputs["verdict"]).toBe("held");
    expect(summary).toContain("## pod-failure in staging");
    expect(summary).toContain("### ✅ Held");
    expect(summary).toContain("#### What ran");
  });

  it("of a run that Chaos Toolkit calls completed, and that did not hold, fails", async () => {
    const { code, outputs, lines } = await report(
      join(JOURNALS, "action-raised.json"),
    );
    expect(code).toBe(1);
    expect(outputs["verdict"]).toBe("activity-failed");
    expect(lines).toContainEqual(
      `::error::activity-failed: ${outputs["reason"]}`,
    );
  });

  it("fails without a journal, and says so", async () => {
    const { code, outputs, summary } = await report("reports/none.json");
    expect(code).toBe(1);
    expect(outputs).toEqual({
      verdict: "unknown",
      reason:
        "There is no journal at reports/none.json: the run ended before Chaos Toolkit could write one. Its step in this job says why.",
    });
    expect(summary).toContain("### ❌ No verdict");
  });

  it.each([
    ["a folder", JOURNALS],
    ["a path below a file", join(JOURNALS, "held.json/journal.json")],
    ["a path longer than any", "j".repeat(5_000)],
    ["what is no journal", join(JOURNALS, "cases.json")],
    ["what is no JSON", import.meta.filename],
  ])("fails with %s", async (_, path) => {
    const { code, outputs } = await report(path);
    expect(code).toBe(1);
    expect(outputs["verdict"]).toBe("unknown");
  });

  it("shows names as they are written, and nothing of them as Markdown", async () => {
    const { summary } = await report(join(JOURNALS, "held.json"), {
      experiment: "<img src=x> @everyone",
    });
    expect(summary).not.toContain("<img");
    expect(summary).not.toContain("@everyone");
  });
});
