import { describe, expect, it } from "vitest";
import type { SetAsideReason } from "../../../core/gate/approvals/approval-eligibility.ts";
import type { Verdict } from "../../../core/gate/registry.ts";
import { whoCan } from "../../../core/render/status/who.ts";
import { describeVerdict } from "../../../core/render/verdict.ts";

const at = (time: string) => new Date(time);
const MINUTE = 60_000;
const DAY = 86_400_000;
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const OTHER = `sha256:${"fedcba9876543210".repeat(4)}`;
const evidence: [] = [];

const RUN = {
  digest: DIGEST,
  environment: "staging",
  verdict: "held" as const,
  endedAt: at("2026-11-20T10:00:00Z"),
};
const NOON = at("2026-11-24T12:00:00Z");
const TEN_PAST = at("2026-11-24T12:10:00Z");
const QUARTER = { from: NOON, until: at("2026-11-24T12:15:00Z") };
const onCallAs = (role: string, ...turns: [string[], Date][]) => ({
  role,
  turns: turns.map(([people, from]) => ({ people, from })),
});
const AHMED = {
  role: "incident-commander",
  held: "incident-commander",
  person: "ahmed",
  rank: "primary" as const,
  at: at("2026-11-24T10:00:00Z"),
};
const MIKE_STANDS_IN = {
  ...AHMED,
  role: "backend-lead",
  held: "backend-lead",
  person: "mike",
  rank: "secondary" as const,
};
const because: SetAsideReason[] = [
  "other-digest",
  "before-request",
  "in-future",
  "expired",
  "own",
  "no-role",
  "not-in-role",
];
const SET_ASIDE = because.map((reason, index) => ({
  person: `p${String(index)}`,
  at: at("2026-11-24T10:00:00Z"),
  digest: DIGEST,
  because: reason,
  ...(reason === "not-in-role" && { role: "dba" }),
}));
const BLACKOUT = {
  window: { days: ["mon" as const], from: "09:00", to: "17:00" },
  timezone: "UTC",
  from: at("2026-11-23T09:00:00Z"),
  to: at("2026-11-23T17:00:00Z"),
  duration: 15 * MINUTE,
};
const OTHER_RUN = {
  experiment: "dns-outage",
  environment: "production",
  startedAt: at("2026-11-20T10:00:00Z"),
  namespaces: { known: true as const, value: ["shop"], evidence },
};
const PAGED = "https://odavl.pagerduty.test/incidents/PABC1";
const DATABASE_DOWN = {
  severity: "SEV-1" as const,
  title: "Database\u202E\u001B[31m down",
  startedAt: at("2026-11-22T07:00:00Z"),
};

interface Case {
  verdict: Verdict;
  says: string;
  mend?: string;
  who?: string[];
  pages?: { title: string; address: string }[];
}

const CASES: Case[] = [
  {
    verdict: {
      gate: "experiment_valid",
      status: "pass",
      code: "valid",
      values: { digest: DIGEST },
      evidence,
    },
    says: "The experiment has no errors (sha256:0123456789ab…).",
  },
  {
    verdict: {
      gate: "experiment_valid",
      status: "fail",
      code: "invalid",
      values: {
        digest: DIGEST,
        errors: 2,
        firstError: "line 3: the method is missing",
      },
      evidence,
    },
    says: "The experiment has 2 errors; the first: line 3: the method is missing",
    mend: "Mend the experiment; chaos-governor validate shows every error and where it stands.",
  },
  {
    verdict: {
      gate: "experiment_valid",
      status: "fail",
      code: "invalid",
      values: { digest: DIGEST, errors: 1 },
      evidence,
    },
    says: "The experiment has an error.",
    mend: "Mend the experiment; chaos-governor validate shows every error and where it stands.",
  },
  {
    verdict: {
      gate: "experiment_valid",
      status: "fail",
      code: "changed",
      values: { digest: DIGEST, requested: OTHER },
      evidence,
    },
    says: "The experiment is not the one that was asked for: the request is for sha256:fedcba987654…, the file is sha256:0123456789ab….",
    mend: "Ask for the experiment as it is now; what was approved before does not count for it.",
  },
  {
    verdict: {
      gate: "experiment_valid",
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub can't be reached." },
      evidence,
    },
    says: "The experiment is not known: GitHub can't be reached.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "approvals",
      status: "pass",
      code: "approved",
      values: {
        covered: [AHMED, MIKE_STANDS_IN],
        setAside: [
          {
            person: "zoe",
            at: at("2026-11-24T10:00:00Z"),
            digest: DIGEST,
            because: "no-role",
          },
        ],
        until: at("2026-11-25T10:00:00Z"),
      },
      evidence,
    },
    says: "Approved by ahmed as incident-commander and mike as backend-lead (secondary); valid until Wed 25 Nov 10:00 UTC. Not counted: zoe (holds none of these roles).",
  },
  {
    verdict: {
      gate: "approvals",
      status: "wait",
      code: "missing",
      values: {
        covered: [],
        missing: [{ role: "dba", couldFill: ["john"] }],
        setAside: [],
      },
      evidence,
    },
    says: "Nobody has approved yet; missing: dba.",
    mend: "A comment /chaos approve is needed from john for dba.",
    who: ["john"],
  },
  {
    verdict: {
      gate: "approvals",
      status: "wait",
      code: "missing",
      values: {
        covered: [AHMED],
        missing: [
          { role: "backend-lead", couldFill: ["sarah", "acme/backend"] },
          { role: "devops-lead", couldFill: ["mike"] },
        ],
        setAside: SET_ASIDE,
      },
      evidence,
    },
    says: "Approved by ahmed as incident-commander; missing: backend-lead and devops-lead. Not counted: p0 (given for another version of the experiment), p1 (given before the request), p2 (dated in the future), p3 (expired), p4 (their own request) and 2 more.",
    mend: "A comment /chaos approve is needed from sarah or a member of acme/backend (who that is could not be looked up; the team may be gone) for backend-lead; from mike for devops-lead.",
    who: ["sarah", "mike"],
  },
  {
    verdict: {
      gate: "approvals",
      status: "fail",
      code: "impossible",
      values: {
        roles: ["incident-commander", "backend-lead", "devops-lead"],
        people: ["sarah", "mike"],
        requester: "ahmed",
      },
      evidence,
    },
    says: "This can never be approved: incident-commander, backend-lead and devops-lead need 3 different people, and only sarah and mike can approve, because ahmed asked and may not approve their own request.",
    mend: "Let somebody ask who is not needed to approve, or name more people for these roles in the policy.",
  },
  {
    verdict: {
      gate: "approvals",
      status: "fail",
      code: "impossible",
      values: { roles: ["security"], people: [] },
      evidence,
    },
    says: "This can never be approved: nobody can approve as security.",
    mend: "Name more people for these roles in the policy.",
  },
  {
    verdict: {
      gate: "approvals",
      status: "unknown",
      code: "team-not-known",
      values: {
        covered: [AHMED],
        missing: [{ role: "security", couldFill: ["acme/security"] }],
        setAside: [],
        teams: ["acme/security"],
      },
      evidence,
    },
    says: "Approved by ahmed as incident-commander; missing: security. Whether that is enough depends on who is in acme/security, and that could not be looked up.",
    mend: "See that the team is still there by that name, and that the App may read the organisation's members; or name people in the policy instead of the team.",
  },
  {
    verdict: {
      gate: "approvals",
      status: "unknown",
      code: "not-known",
      values: { reason: "the facts file says nothing of request" },
      evidence,
    },
    says: "Approvals are not known: the facts file says nothing of request.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "pass",
      code: "held",
      values: { environment: "staging", run: RUN, within: 7 * DAY },
      evidence,
    },
    says: "Its latest run in staging ended Fri 20 Nov 10:00 UTC and held; that counts for 7d.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "fail",
      code: "never-run",
      values: { environment: "staging", digest: DIGEST },
      evidence,
    },
    says: "This version of the experiment (sha256:0123456789ab…) has never run in staging.",
    mend: "Run it in staging first. In any issue, /chaos run <experiment> in staging asks for that.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "fail",
      code: "never-run",
      values: {
        environment: "staging",
        digest: DIGEST,
        earlier: { ...RUN, digest: OTHER },
      },
      evidence,
    },
    says: "This version of the experiment (sha256:0123456789ab…) has never run in staging; the latest run there was of another version (sha256:fedcba987654…), and ended Fri 20 Nov 10:00 UTC.",
    mend: "Run it in staging first. In any issue, /chaos run <experiment> in staging asks for that.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "fail",
      code: "dry",
      values: { environment: "staging", run: { ...RUN, verdict: "dry" } },
      evidence,
    },
    says: "Its latest run in staging ended Fri 20 Nov 10:00 UTC and was a dry run, which proves nothing.",
    mend: "Run it in staging for real. In any issue, /chaos run <experiment> in staging asks for that.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "fail",
      code: "not-held",
      values: {
        environment: "staging",
        run: { ...RUN, verdict: "rollback-failed" },
      },
      evidence,
    },
    says: "Its latest run in staging ended Fri 20 Nov 10:00 UTC with the verdict rollback-failed, so it did not hold.",
    mend: "Find out why, and let it run in staging again until it holds.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "fail",
      code: "too-old",
      values: { environment: "staging", run: RUN, within: 3 * DAY },
      evidence,
    },
    says: "Its latest run in staging ended Fri 20 Nov 10:00 UTC and held, but that is more than 3d ago.",
    mend: "Run it in staging again. In any issue, /chaos run <experiment> in staging asks for that.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "unknown",
      code: "ends-in-future",
      values: { environment: "staging", run: RUN },
      evidence,
    },
    says: "Its latest run in staging ended Fri 20 Nov 10:00 UTC, which is still to come.",
    mend: "Set the clocks right.",
  },
  {
    verdict: {
      gate: "staging_passed",
      status: "unknown",
      code: "not-known",
      values: { reason: "the run history can't be read" },
      evidence,
    },
    says: "Earlier runs are not known: the run history can't be read.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "windows",
      status: "pass",
      code: "open",
      values: { duration: 15 * MINUTE, until: at("2026-11-24T12:15:00Z") },
      evidence,
    },
    says: "No freeze and no blackout window is in the way of a run of 15m.",
  },
  {
    verdict: {
      gate: "windows",
      status: "wait",
      code: "blackout",
      values: BLACKOUT,
      opensAt: at("2026-11-23T17:00:00Z"),
      evidence,
    },
    says: "Now a run of 15m would fall into the blackout window mon 09:00–17:00 (UTC), this time from Mon 23 Nov 09:00 UTC to Mon 23 Nov 17:00 UTC.",
    mend: "Wait: it opens by itself Mon 23 Nov 17:00 UTC.",
  },
  {
    verdict: {
      gate: "windows",
      status: "fail",
      code: "never-opens",
      values: { duration: 15 * MINUTE },
      evidence,
    },
    says: "Between its freezes, blackout windows and allowed windows the policy leaves no time for a run of 15m.",
    mend: "Make expected_duration, the freezes or the blackout windows of the policy shorter, or the allowed windows longer.",
  },
  {
    verdict: {
      gate: "windows",
      status: "wait",
      code: "freeze",
      values: {
        reason: "Black\nFriday",
        duration: 15 * MINUTE,
        from: at("2026-11-26T00:00:00Z"),
        to: at("2026-12-01T00:00:00Z"),
      },
      opensAt: at("2026-12-01T00:00:00Z"),
      evidence,
    },
    says: "Now a run of 15m would fall into the freeze “Black Friday”, from Thu 26 Nov 00:00 UTC to Tue 1 Dec 00:00 UTC.",
    mend: "Wait: it opens by itself Tue 1 Dec 00:00 UTC.",
  },
  {
    verdict: {
      gate: "windows",
      status: "wait",
      code: "outside-allowed",
      values: {
        allowed: [
          {
            window: {
              from: "2026-12-01",
              to: "2026-12-02",
              reason: "Game day",
            },
            timezone: "UTC",
          },
        ],
        outsideFrom: at("2026-11-24T12:00:00Z"),
        atOnce: true,
        duration: 15 * MINUTE,
      },
      opensAt: at("2026-12-01T00:00:00Z"),
      evidence,
    },
    says: "Nothing may run now; the allowed windows are “Game day” 2026-12-01 to 2026-12-02 (UTC).",
    mend: "Wait: it opens by itself Tue 1 Dec 00:00 UTC.",
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "pass",
      code: "calm",
      values: { severities: ["SEV-1", "SEV-2"], within: 7 * DAY },
      evidence,
    },
    says: "No incident of SEV-1 or SEV-2 is open or ended within the last 7d.",
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "fail",
      code: "open",
      values: { incidents: [DATABASE_DOWN], within: 7 * DAY },
      evidence,
    },
    says: "An incident is open: SEV-1 “Database[31m down” since Sun 22 Nov 07:00 UTC.",
    mend: "Resolve it; then 7d of calm have to pass.",
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "fail",
      code: "open",
      values: {
        incidents: [
          { ...DATABASE_DOWN, links: [PAGED, "no address"] },
          { ...DATABASE_DOWN, links: [PAGED, `${PAGED}?${"x".repeat(500)}`] },
        ],
        within: 7 * DAY,
      },
      evidence,
    },
    says: "Incidents are open: SEV-1 “Database[31m down” since Sun 22 Nov 07:00 UTC and SEV-1 “Database[31m down” since Sun 22 Nov 07:00 UTC.",
    mend: "Resolve them; then 7d of calm have to pass.",
    pages: [
      { title: "odavl.pagerduty.test", address: PAGED },
      { title: "its page", address: "no address" },
    ],
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "wait",
      code: "recent",
      values: {
        incident: DATABASE_DOWN,
        endedAt: at("2026-11-22T08:00:30Z"),
        within: 7 * DAY,
      },
      opensAt: at("2026-11-29T08:00:30Z"),
      evidence,
    },
    says: "SEV-1 “Database[31m down” ended Sun 22 Nov 08:00 UTC, less than 7d ago.",
    mend: "Wait: it opens by itself Sun 29 Nov 08:01 UTC.",
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "unknown",
      code: "unrated",
      values: {
        incidents: [
          { severity: "unrated", startedAt: at("2026-11-22T07:00:00Z") },
        ],
      },
      evidence,
    },
    says: "Not every incident that is open or recent has a severity, so it may be one that counts: unrated since Sun 22 Nov 07:00 UTC.",
    mend: "Say how severe it is: SEV-1, SEV-2, SEV-3 or SEV-4.",
  },
  {
    verdict: {
      gate: "recent_incidents",
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub answered 502" },
      evidence,
    },
    says: "Incidents are not known: GitHub answered 502.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "pass",
      code: "enough",
      values: {
        worst: { slo: "studio-hub", remaining: 0.8234567 },
        above: 0.5,
      },
      evidence,
    },
    says: "82.35% of the error budget of studio-hub is left; more than 50% is needed.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "pass",
      code: "enough",
      values: { worst: { slo: "studio-hub", remaining: 0.500001 }, above: 0.5 },
      evidence,
    },
    says: "50.0001% of the error budget of studio-hub is left; more than 50% is needed.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "fail",
      code: "too-little",
      values: { worst: { slo: "studio-hub", remaining: 0.5 }, above: 0.5 },
      evidence,
    },
    says: "50% of the error budget of studio-hub is left; more than 50% is needed.",
    mend: "Wait until enough of the budget has come back; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "fail",
      code: "too-little",
      values: { worst: { slo: "studio-hub", remaining: -0.25 }, above: 0.5 },
      evidence,
    },
    says: "The error budget of studio-hub is overspent by 25%; more than 50% is needed.",
    mend: "Wait until enough of the budget has come back; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "unknown",
      code: "slo-not-known",
      values: {
        slos: [
          { slo: "studio-hub", why: "not-looked-up" },
          { slo: "logins", why: "no-number", detail: "NaN" },
          {
            slo: "search",
            why: "unreadable",
            detail: "Prometheus answered no series",
          },
        ],
      },
      evidence,
    },
    says: "How much error budget is left is not known for studio-hub (not looked up), logins (the answer is NaN) and search (Prometheus answered no series).",
    mend: "Let Prometheus answer for each of them: what is not known never passes.",
  },
  {
    verdict: {
      gate: "error_budget",
      status: "unknown",
      code: "not-known",
      values: { reason: "Prometheus can't be reached" },
      evidence,
    },
    says: "Error budgets are not known: Prometheus can't be reached.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "on_call",
      status: "pass",
      code: "covered",
      values: {
        run: QUARTER,
        covered: [
          onCallAs("backend-lead", [["sarah", "mike"], NOON]),
          onCallAs("dba", [["john"], NOON], [["sarah"], TEN_PAST]),
        ],
        doubled: [{ person: "sarah", roles: ["backend-lead", "dba"] }],
      },
      evidence,
    },
    says: "On call for the whole run: sarah and mike (backend-lead), john until Tue 24 Nov 12:10 UTC, then sarah (dba). In several roles at once: sarah (backend-lead and dba).",
  },
  {
    verdict: {
      gate: "on_call",
      status: "fail",
      code: "nobody",
      values: {
        run: QUARTER,
        gaps: [
          { role: "dba", from: NOON, left: [] },
          { role: "security", from: NOON, until: TEN_PAST, left: ["lisa"] },
        ],
        covered: [onCallAs("backend-lead", [["sarah"], NOON])],
      },
      evidence,
    },
    says: "Nobody is on call as dba. Nobody is on call as security; lisa would be, and may not read this repository any more; the next one begins Tue 24 Nov 12:10 UTC. On call: sarah (backend-lead).",
    mend: "Put somebody on call as dba and security for the whole run.",
  },
  {
    verdict: {
      gate: "on_call",
      status: "fail",
      code: "nobody",
      values: {
        run: QUARTER,
        gaps: [{ role: "dba", from: TEN_PAST, left: [] }],
        covered: [],
      },
      evidence,
    },
    says: "Nobody is on call as dba from Tue 24 Nov 12:10 UTC, and a run of 15m would still be under way then.",
    mend: "Put somebody on call as dba for the whole run.",
  },
  {
    verdict: {
      gate: "on_call",
      status: "unknown",
      code: "rota-not-known",
      values: {
        run: QUARTER,
        unread: [
          { role: "dba", why: "unreadable", reason: "PagerDuty is down" },
          { role: "security", why: "too-far", knownUntil: TEN_PAST },
        ],
        covered: [onCallAs("backend-lead", [["sarah"], NOON])],
      },
      evidence,
    },
    says: "Who is on call as dba is not known: PagerDuty is down. Who is on call as security is known only until Tue 24 Nov 12:10 UTC. On call: sarah (backend-lead).",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "on_call",
      status: "unknown",
      code: "rota-not-known",
      values: {
        run: QUARTER,
        unread: [
          { role: "dba", why: "stranger", user: "Jane Doe", from: NOON },
        ],
        covered: [],
      },
      evidence,
    },
    says: "On call as dba is Jane Doe, and the policy does not say who that is on GitHub.",
    mend: "Name them in `people` of the policy.",
  },
  {
    verdict: {
      gate: "on_call",
      status: "unknown",
      code: "not-known",
      values: { reason: "the rota can't be read" },
      evidence,
    },
    says: "Who is on call is not known: the rota can't be read.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "steady_state",
      status: "pass",
      code: "steady",
      values: {
        readings: [
          { name: "error rate", value: 0.123456, below: 1 },
          { name: "replicas", value: 3, above: 2 },
        ],
      },
      evidence,
    },
    says: "The system is healthy: error rate is 0.1235 (has to be below 1) and replicas is 3 (has to be above 2).",
  },
  {
    verdict: {
      gate: "steady_state",
      status: "fail",
      code: "not-steady",
      values: {
        readings: [{ name: "error rate", value: 1.00001, below: 1 }],
      },
      evidence,
    },
    says: "The system is not healthy before the experiment: error rate is 1.00001 (has to be below 1).",
    mend: "Bring it back to its steady state before something is broken on purpose.",
  },
  {
    verdict: {
      gate: "steady_state",
      status: "unknown",
      code: "not-measured",
      values: {
        unread: [
          { name: "error rate", why: "unreadable", detail: "no\nseries" },
          { name: "replicas", why: "no-number", detail: "NaN" },
          { name: "breakers", why: "not-looked-up" },
        ],
      },
      evidence,
    },
    says: "Whether the system is healthy is not known for error rate (no series), replicas (the answer is NaN) and breakers (not looked up).",
    mend: "Let Prometheus answer for each of them: what is not measured never passes.",
  },
  {
    verdict: {
      gate: "steady_state",
      status: "unknown",
      code: "not-known",
      values: { reason: "no Prometheus is set up" },
      evidence,
    },
    says: "The steady state is not known: no Prometheus is set up.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "pass",
      code: "free",
      values: { environment: "production", max: 1, running: 0, cooldown: 0 },
      evidence,
    },
    says: "No experiment is running in production.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "pass",
      code: "free",
      values: {
        environment: "production",
        max: 2,
        running: 1,
        cooldown: 30 * MINUTE,
      },
      evidence,
    },
    says: "1 of at most 2 experiments are running in production, and none ended there within the last 30m.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "full",
      values: { environment: "production", max: 1, runs: [OTHER_RUN] },
      evidence,
    },
    says: "dns-outage in production is running; in production no more than 1 may run at once.",
    mend: "Wait until it has ended; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "full",
      values: {
        environment: "production",
        max: 2,
        runs: [OTHER_RUN, { ...OTHER_RUN, experiment: "cpu" }],
      },
      evidence,
    },
    says: "dns-outage in production and cpu in production are running; in production no more than 2 may run at once.",
    mend: "Wait until one of them has ended; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "same-experiment",
      values: { run: OTHER_RUN },
      evidence,
    },
    says: "This very experiment is running in production since Fri 20 Nov 10:00 UTC, and it never runs twice at once.",
    mend: "Wait until it has ended; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "overlapping",
      values: { run: OTHER_RUN, namespaces: ["billing", "shop"] },
      evidence,
    },
    says: "dns-outage in production is running and touches the same namespaces: billing and shop.",
    mend: "Wait until it has ended; then this goes on by itself.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "may-overlap",
      values: { run: OTHER_RUN, obscure: "this" },
      evidence,
    },
    says: "dns-outage in production is running, and may touch the same: it can't be told which namespaces this experiment touches.",
    mend: "Wait until it has ended; then this goes on by itself. Namespaces that the policy names for each environment, or the experiments themselves, would tell them apart.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "wait",
      code: "cooling-down",
      values: {
        run: OTHER_RUN,
        endedAt: at("2026-11-20T10:10:00Z"),
        cooldown: 30 * MINUTE,
      },
      opensAt: at("2026-11-20T10:40:00Z"),
      evidence,
    },
    says: "dns-outage in production ended Fri 20 Nov 10:10 UTC, less than 30m ago.",
    mend: "Wait: it opens by itself Fri 20 Nov 10:40 UTC.",
  },
  {
    verdict: {
      gate: "concurrency",
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub is down" },
      evidence,
    },
    says: "What else is running is not known: GitHub is down.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "pass",
      code: "within-limits",
      values: { untold: [] },
      evidence,
    },
    says: "What the experiment touches is within the limits.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "pass",
      code: "within-limits",
      values: { untold: [{ of: "replicas", because: ["kill it"] }] },
      evidence,
    },
    says: "What the experiment touches is within the limits. Of the share of the replicas (because of kill it) too little is said, which the policy allows.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "fail",
      code: "beyond-limits",
      values: {
        excess: [
          { of: "namespaces", values: ["billing"], allowed: ["shop"] },
          { of: "faults", values: ["node-drain"], allowed: ["network"] },
          { of: "replicas", value: 0.75, limit: 0.5 },
          { of: "longest", value: 20 * MINUTE, limit: 10 * MINUTE },
        ],
      },
      evidence,
    },
    says: "The experiment goes beyond the limits: it touches billing (allowed: shop); it brings about node-drain (allowed: network); it takes 75% of the replicas at once (at most 50%); it may take 20m (at most 10m).",
    mend: "Make the experiment smaller, or have the limits of the policy changed.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "fail",
      code: "cannot-tell",
      values: {
        untold: [
          { of: "namespaces", because: ["kubectl", "node/w1"] },
          { of: "faults", because: ["a\nshell"] },
          { of: "longest", because: [""] },
        ],
      },
      evidence,
    },
    says: "Whether the experiment stays within the limits can't be told: of the namespaces (because of kubectl and node/w1), the kinds of fault (because of a shell) and the longest duration too little is said.",
    mend: "Let the experiment say it: a namespace, a timeout for each activity, a share of the replicas. Where it can't, `unknown: allow` in the policy accepts that.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "unknown",
      code: "unreadable",
      values: { digest: DIGEST },
      evidence,
    },
    says: "The experiment can't be read, so nobody can tell what it touches.",
    mend: "Mend the experiment.",
  },
  {
    verdict: {
      gate: "blast_radius",
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub is down" },
      evidence,
    },
    says: "What the experiment touches is not known: GitHub is down.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
  {
    verdict: {
      gate: "change_in_flight",
      status: "pass",
      code: "quiet",
      values: { environments: ["production", "Production EU"] },
      evidence,
    },
    says: "Nothing is being deployed to production or Production EU.",
  },
  {
    verdict: {
      gate: "change_in_flight",
      status: "wait",
      code: "deploying",
      values: {
        deployments: [
          {
            environment: "production",
            ref: "v2\u202E",
            by: "sarah",
            startedAt: at("2026-11-24T10:00:00Z"),
          },
          {
            environment: "Production EU",
            ref: "main",
            startedAt: at("2026-11-24T10:05:00Z"),
          },
        ],
      },
      evidence,
    },
    says: "A change is being deployed: v2 to production by sarah since Tue 24 Nov 10:00 UTC and main to Production EU since Tue 24 Nov 10:05 UTC.",
    mend: "Wait until that has ended; then this goes on by itself. Where nobody works on it any more, set the deployment's status to inactive.",
  },
  {
    verdict: {
      gate: "change_in_flight",
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub is down" },
      evidence,
    },
    says: "What is being deployed is not known: GitHub is down.",
    mend: "Have that mended where it does not pass by itself: what is not known never passes.",
  },
];

describe("the words of a verdict", () => {
  it.for(CASES.filter(({ verdict }) => verdict.status !== "pass"))(
    "say what to do and who can where it does not pass: $verdict.gate, $verdict.code",
    ({ verdict }) => {
      expect(describeVerdict(verdict).mend).toMatch(/[a-z]/);
      expect(whoCan(verdict)).toMatch(/[a-z]/);
    },
  );

  it.for(CASES.filter(({ verdict }) => verdict.status === "pass"))(
    "ask nobody for anything where it passes: $verdict.gate, $verdict.code",
    ({ verdict }) => {
      expect(whoCan(verdict)).toBe("");
    },
  );

  it.for(CASES)(
    "$verdict.gate, $verdict.code: $says",
    ({ verdict, says, ...rest }) => {
      expect(describeVerdict(verdict)).toEqual({ summary: says, ...rest });
    },
  );
});
