import { describe, expect, it } from "vitest";
import { parseOrganisation } from "../../../../core/policy/inheritance/organisation.ts";

function findings(text: string) {
  const result = parseOrganisation(text);
  return result.ok
    ? []
    : result.diagnostics.map(
        ({ line, column, message }) => `${line}:${column} ${message}`,
      );
}

describe("an organisation's file", () => {
  it("needs nothing but its version", () => {
    expect(findings("version: 1")).toEqual([]);
  });

  it("says where a key is that it does not know", () => {
    expect(
      findings(
        "version: 1\nrequired:\n  environments:\n    production:\n      gate: {}\n",
      ),
    ).toEqual(["5:7 unknown key `gate`"]);
  });

  it("names each gate whole", () => {
    expect(
      findings(`version: 1
required:
  environments:
    production:
      gates:
        staging_passed: { within: 7d }
`),
    ).toEqual(["6:9 `environment` is missing"]);
  });

  it("needs a zone for windows that it requires", () => {
    expect(
      findings(`version: 1
required:
  environments:
    production:
      gates:
        windows: { blackout: [{ days: [mon], from: "09:00", to: "17:00" }] }
`),
    ).toEqual(["6:18 required windows need `required.timezone`"]);
  });

  it("requires nothing that is read from a file of each repository", () => {
    expect(
      findings(`version: 1
required:
  timezone: UTC
  environments:
    production:
      gates:
        windows: { freezes: [{ feed: company }, { calendar: freezes.ics }] }
        error_budget:
          remaining_above: 50%
          slos: [{ source: prometheus, openslo: slo/a.yml }]
`),
    ).toEqual([
      "7:61 this file would be read from each repository, which could change it",
      "10:49 this file would be read from each repository, which could change it",
    ]);
  });

  it("that is no document is no file", () => {
    expect(findings("version: [")).toHaveLength(1);
  });
});
