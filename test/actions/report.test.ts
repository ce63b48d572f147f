import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runAction } from "./run-action.ts";

const JOURNALS = join(import.meta.dirname, "../fixtures/journals");

function report(
  journal: string,
  inputs: Record<string, string> = {},
  environment: Record<string, string> = {},
) {
  const experiment = "pod-failure";
  const given = { journal, experiment, environment: "staging", ...inputs };
  return runAction("actions/report/action.yml", given, environment);
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

  it("takes out secrets that the experiment takes from the environment, where the step has them", async () => {
    const journal = {
      experiment: {
        title: "With plain-looking-value",
        method: [],
        secrets: { shop: { key: { type: "env", key: "SHOP_KEY" } } },
      },
      status: "completed",
      run: [],
    };
    const folder = await mkdtemp(join(tmpdir(), "report-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "journal.json");
    await writeFile(path, JSON.stringify(journal));
    const shown = await report(path);
    const hidden = await report(path, {}, { SHOP_KEY: "plain-looking-value" });
    expect(shown.summary).toContain("plain-looking-value");
    expect(hidden.summary).not.toContain("plain-looking-value");
    expect(hidden.summary).toContain("redacted");
  });

  it("shows names as they are written, and nothing of them as Markdown", async () => {
    const { summary } = await report(join(JOURNALS, "held.json"), {
      experiment: "<img src=x> @everyone",
    });
    expect(summary).not.toContain("<img");
    expect(summary).not.toContain("@everyone");
  });
});
