import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../../core/experiment/parse.ts";
import { guidanceFor } from "../../../core/incident/guidance.ts";
import { parsePolicy } from "../../../core/policy/parse.ts";

const ROOT = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const parsed = parsePolicy(read(".github/chaos-governor.yml"));
if (!parsed.ok) throw new Error("the project's own policy is wrong");
const { policy } = parsed;

function guidance(experiment: string, environment: string, reason = "") {
  const file = `experiments/${experiment}.json`;
  const { outline } = parseExperiment(read(file), { file });
  return guidanceFor({ experiment, environment, reason }, policy, outline);
}

describe("what to do about a failed run", () => {
  it.each([
    ["database-pod-failure", "database-failure", "john"],
    ["database-connection-pool-exhaustion", "database-failure", "john"],
    ["network-partition", "network-partition", "mike"],
    ["pod-resource-exhaustion", "resource-exhaustion", "mike"],
    ["circuit-breaker-open", "circuit-breaker-open", "sarah"],
  ])("of %s is that for a %s, and the job of %s", (name, fault, owner) => {
    const { faults, owners } = guidance(name, "staging");
    expect(faults).toEqual([fault]);
    expect(owners.map(({ primary }) => primary)).toEqual([owner]);
  });

  it("is of little weight in staging, in its namespace", () => {
    expect(guidance("network-partition", "staging")).toMatchObject({
      severity: "SEV-4",
      namespace: "odavl-staging",
      host: "staging.odavl.studio",
    });
  });

  it("is grave in production, in its namespace, and the incident commander's", () => {
    const { severity, namespace, owners } = guidance(
      "database-pod-failure",
      "production",
    );
    expect([severity, namespace]).toEqual(["SEV-2", "odavl-production"]);
    expect(owners).toEqual([
      { role: "incident-commander", primary: "ahmed", secondary: "sarah" },
      { role: "dba", primary: "john", secondary: "lisa" },
    ]);
  });

  it("is an incident by the labels that the gates look for", () => {
    const run = { experiment: "x", environment: "production", reason: "" };
    const labels = (text: string) => {
      const changed = parsePolicy(text);
      const chosen = changed.ok ? changed.policy : undefined;
      return guidanceFor(run, chosen, undefined).incidentLabels;
    };
    const text = read(".github/chaos-governor.yml");
    expect(labels(text)).toEqual(["incident"]);
    const outages = "sources: [{ source: github, label: outage }] }";
    const other = text.replace(
      /(recent_incidents: \{.*) \}$/m,
      `$1, ${outages}`,
    );
    expect(labels(other)).toEqual(["outage"]);
  });

  it("is told from the reason where nothing else says what kind of fault it is", () => {
    const run = {
      experiment: "friday",
      environment: "staging",
      reason: '"circuit breakers" was 2',
    };
    expect(guidanceFor(run, policy, undefined).faults).toEqual([
      "circuit-breaker-open",
    ]);
    expect(
      guidanceFor({ ...run, reason: "" }, policy, undefined),
    ).toMatchObject({ faults: [], owners: [{ role: "devops-lead" }] });
  });

  it("names nobody and no place where the policy can't be read", () => {
    const run = { experiment: "x", environment: "production", reason: "" };
    expect(guidanceFor(run, undefined, undefined)).toEqual({
      severity: "SEV-2",
      incidentLabels: ["incident"],
      faults: [],
      owners: [],
      dashboards: [],
      runbooks: [],
    });
  });
});
