import { describe, expect, it } from "vitest";
import type { Guidance } from "../../../core/incident/guidance.ts";
import {
  renderFailedAgain,
  renderFailureIssue,
  renderHeldAgain,
  withFailureCount,
  type ToldRun,
} from "../../../core/render/failure.ts";

const LINKS = { repository: "https://github.test/odavl/studio-hub" };
const ISSUE = { body: "", url: `${LINKS.repository}/issues/7` };
const GUIDANCE: Guidance = {
  severity: "SEV-4",
  incidentLabels: ["incident"],
  faults: ["database-failure"],
  namespace: "odavl-staging",
  owners: [{ role: "dba", primary: "john", secondary: "lisa" }],
  dashboards: [{ name: "Chaos", url: "https://grafana.test/d/chaos?orgId=1" }],
  runbooks: [{ name: "Failover", url: "https://runbook.test/failover" }],
};
const RUN: ToldRun = {
  experiment: "database-pod-failure",
  environment: "staging",
  digest: "sha256:0123456789abcdef0123456789abcdef",
  commit: "1111111111111111111111111111111111111111",
  verdict: "deviated",
  reason: "The probe p95 was 900, and should be at most 500.",
  summary: "### ❌ Deviated: Database pod failure",
  startedAt: new Date("2026-03-03T12:00:00Z"),
  endedAt: new Date("2026-03-03T12:09:00Z"),
  run: 9_000_000_001,
  attempt: 1,
  url: "https://github.test/odavl/studio-hub/actions/runs/9000000001",
  request: 12,
};

describe("the issue of a failure", () => {
  it("says loudly which gates the run overrode, by whom and why", () => {
    const by = [
      { person: "ahmed", reason: "the *pager* rings" },
      { person: "mike", reason: "to know" },
    ];
    const overridden = [{ gate: "windows", by }];
    const told =
      "🚨 This run overrode the gate `windows`, by ahmed and mike, because “the \\*pager\\* rings” (ahmed) and “to know” (mike)";
    const run = { ...RUN, overridden };
    expect(renderFailureIssue(run, GUIDANCE, LINKS).body).toContain(told);
    expect(renderFailedAgain(run, 2, GUIDANCE, ISSUE)).toContain(told);
  });

  it("says what failed where, why, and leads to run, journal and request", () => {
    expect(renderFailureIssue(RUN, GUIDANCE, LINKS)).toMatchInlineSnapshot(`
      {
        "body": "\`database-pod-failure\` failed in \`staging\`: **deviated**. The probe p95 was 900, and should be at most 500.

      <!-- chaos-governor:failures -->Failed once since this issue was opened.

      - Severity: SEV-4
      - Owners: @john (dba, else \`lisa\`)
      - Run: [workflow run 9000000001](https://github.test/odavl/studio-hub/actions/runs/9000000001), from Tue 3 Mar 12:00 UTC to Tue 3 Mar 12:09 UTC
      - Journal: [the run's artifacts](https://github.test/odavl/studio-hub/actions/runs/9000000001#artifacts)
      - Experiment: digest \`sha256:0123456789ab…\` at commit [1111111](https://github.test/odavl/studio-hub/commit/1111111111111111111111111111111111111111)
      - Asked for in #12
      - Dashboard: [Chaos](https://grafana.test/d/chaos?orgId=1&from=1772539200000&to=1772539740000)
      - Runbook: [Failover](https://runbook.test/failover)

      What to do: find out why with the journal, mend it, and let the experiment run again. While this issue is open, further failures of it here are told in comments; close it once the experiment holds.

      #### Clean-up by hand, where a rollback failed

      \`\`\`bash
      # Remove network policies
      kubectl delete networkpolicy -n odavl-staging -l chaos=true
      # Kill stress processes
      kubectl exec -it $(kubectl get pods -n odavl-staging -l app=studio-hub -o name | head -1) -n odavl-staging -- pkill -9 stress-ng
      # Restart pods if needed
      kubectl rollout restart deployment studio-hub -n odavl-staging
      # Terminate idle database connections
      kubectl exec -it postgres-0 -n odavl-staging -- psql -U postgres -d odavl_studio -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle' AND query_start < now() - interval '1 minute';"
      \`\`\`

      #### Containment: database failure

      \`\`\`bash
      # 1. Check the database pod's status
      kubectl get pods -n odavl-staging -l app=postgres
      # 2. Check its logs
      kubectl logs postgres-0 -n odavl-staging --tail=100
      # 3. If the pod crashed, check for a restart
      kubectl describe pod postgres-0 -n odavl-staging
      # 4. Force failover to the replica, if there is one
      kubectl exec -it postgres-0 -n odavl-staging -- pg_ctl promote
      # 5. Scale up replicas if needed
      kubectl scale statefulset postgres -n odavl-staging --replicas=3
      \`\`\`

      ### ❌ Deviated: Database pod failure",
        "labels": [
          "chaos-failure",
          "incident",
          "SEV-4",
        ],
        "title": "Chaos experiment failed: database-pod-failure in staging",
      }
    `);
  });

  it("tells of a run that nobody asked for, and that left no journal", () => {
    const { summary: _, request: __, ...run } = RUN;
    const { body } = renderFailureIssue(
      { ...run, attempt: 3 },
      GUIDANCE,
      LINKS,
    );
    expect(body).toContain("attempt 3");
    expect(body).toContain("Rollbacks: not known");
    expect(body).not.toMatch(/Asked for|undefined/);
  });

  it("counts in one line, and leaves alone what people wrote around it", () => {
    const { body } = renderFailureIssue(RUN, GUIDANCE, LINKS);
    const edited = `A note.\n\n${body}\n\nAnother note: $& $1`;
    const counted = withFailureCount(edited, 3);
    expect(counted).toContain("Failed 3 times since this issue was opened.");
    expect(withFailureCount(counted, 1)).toBe(edited);
    expect(withFailureCount("all rewritten", 4)).toBe("all rewritten");
  });

  it("fits, and nothing of others is alive in it", () => {
    const evil = "@everyone <b>|`x` ".repeat(200);
    const run = {
      ...RUN,
      experiment: evil,
      environment: evil,
      reason: evil,
      summary: "x".repeat(70_000),
    };
    const { title, body } = renderFailureIssue(
      run,
      { ...GUIDANCE, owners: [] },
      LINKS,
    );
    expect(title.length).toBeLessThanOrEqual(250);
    for (const text of [
      body,
      renderFailedAgain(run, 2, GUIDANCE, ISSUE),
      renderHeldAgain(run, LINKS),
    ]) {
      expect(text.length).toBeLessThanOrEqual(65_000);
      expect(text.replace(/<code>.*?<\/code>/g, "")).not.toMatch(
        /@(?!\u200B)|<b>/,
      );
    }
  });
});

describe("an issue that can't hold everything", () => {
  it("holds the part of the summary that comes first, in whole tables", () => {
    const recovery = "#### Recovery after the run";
    const table = "| a |\n| --- |";
    const summary = [recovery, table, "x".repeat(70_000), "end"].join("\n\n");
    const { body } = renderFailureIssue({ ...RUN, summary }, GUIDANCE, LINKS);
    expect(body.endsWith(`\n\n${recovery}\n\n${table}`)).toBe(true);
  });

  it("is short enough for GitHub whatever pages the policy names", () => {
    const url = `https://runbook.test/${"ü".repeat(900)}`;
    const runbooks = Array.from({ length: 20 }, () => ({ name: "Page", url }));
    const { body } = renderFailureIssue(RUN, { ...GUIDANCE, runbooks }, LINKS);
    expect(body.length).toBeLessThanOrEqual(65_000);
  });
});

describe("a comment on it", () => {
  it("tells of the next failure, with its own summary", () => {
    const text = renderFailedAgain(RUN, 2, GUIDANCE, ISSUE);
    expect(text).toContain(
      "❌ It failed again, 2 times by now: **deviated**. The probe p95 was 900",
    );
    expect(text).toContain(`[workflow run 9000000001](${RUN.url})`);
    expect(text).toMatch(/### ❌ Deviated: Database pod failure$/);
  });

  it("leads to the commands that stand in the issue, and brings those for another kind of fault", () => {
    const { body } = renderFailureIssue(RUN, GUIDANCE, LINKS);
    const issue = { ...ISSUE, body };
    const same = renderFailedAgain(RUN, 2, GUIDANCE, issue);
    expect(same).toContain(`[in this issue's description](${ISSUE.url}).`);
    expect(same).not.toContain("kubectl");
    const faults = ["database-failure" as const, "network-partition" as const];
    const other = renderFailedAgain(RUN, 2, { ...GUIDANCE, faults }, issue);
    expect(other.match(/^####.*$/gm)).toEqual([
      "#### Containment: network partition",
    ]);
    expect(other).toContain("kubectl get networkpolicies -n odavl-staging");
  });

  it("brings all commands where somebody took them out of the issue", () => {
    const text = renderFailedAgain(RUN, 2, GUIDANCE, ISSUE);
    expect(text.match(/^####.*$/gm)).toHaveLength(2);
    expect(text).not.toContain("description");
  });

  it("tells that it held, and what that means", () => {
    const text = renderHeldAgain(
      { ...RUN, verdict: "held", reason: "All probes were met." },
      LINKS,
    );
    expect(text).toContain("✅ It held this time. All probes were met.");
    expect(text).toContain("this issue can be closed");
  });
});
