import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../core/policy/parse.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/policy");
const fixture = (path: string) => readFileSync(join(FIXTURES, path), "utf8");

/** The findings, each on its line: `line:column code message; hint`. */
function findings(text: string): string[] {
  const result = parsePolicy(text);
  if (result.ok) return [];
  return result.diagnostics.map(
    ({ line, column, code, message, hint }) =>
      `${line}:${column} ${code} ${message}${hint === undefined ? "" : `; ${hint}`}`,
  );
}

describe("a policy is accepted", () => {
  it("with everything that this version knows", () => {
    const result = parsePolicy(fixture("accepted/full.yml"));
    expect(result).toMatchObject({
      ok: true,
      policy: {
        timezone: "Europe/Berlin",
        environments: {
          staging: { gates: {} },
          production: {
            gates: {
              approvals: {
                distinct_people: true,
                self_approval: false,
                expire_after: 12 * 3_600_000,
              },
              error_budget: { remaining_above: 0.5 },
              on_call: { for: "run" },
            },
          },
          "production-eu": { gates: { approvals: { distinct_people: true } } },
        },
      },
    });
  });

  it("with the least that a policy says, and defaults for the rest", () => {
    expect(parsePolicy(fixture("accepted/least.yml"))).toEqual({
      ok: true,
      policy: {
        version: 1,
        timezone: "UTC",
        roles: {},
        people: {},
        experiments: {
          paths: [
            "experiments/**/*.json",
            "experiments/**/*.yaml",
            "experiments/**/*.yml",
          ],
          journals: "reports/chaos/{experiment}-journal.json",
          rules: {},
        },
        failures: { dashboards: [], runbooks: [], close_when_held: false },
        environments: {
          staging: {
            workflow: "chaos-tests.yml",
            gates: {},
            stop_when: [],
            recovery: [],
          },
        },
      },
    });
  });
});

describe("a policy is refused, with line, column and a hint, for", () => {
  const cases = readdirSync(join(FIXTURES, "refused"))
    .filter((file) => file.endsWith(".yml"))
    .map((file) => file.slice(0, -4));

  it.each(cases)("%s", async (name) => {
    await expect(
      `${findings(fixture(`refused/${name}.yml`)).join("\n")}\n`,
    ).toMatchFileSnapshot(join(FIXTURES, "refused", `${name}.txt`));
  });

  it("each of these reasons by at least one finding", () => {
    const silent = cases.filter(
      (name) => findings(fixture(`refused/${name}.yml`)).length === 0,
    );
    expect(silent).toEqual([]);
  });

  it("its size", () => {
    expect(findings(`# ${"x".repeat(256 * 1024)}\n`)).toEqual([
      "1:1 too-large the file is larger than 256 KiB and was not read; split it, or remove what it does not need",
    ]);
  });
});
