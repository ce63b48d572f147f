import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { Incident } from "../../../core/gate/facts.ts";
import { policySchema } from "../../../core/policy/schema.ts";
import {
  stopQuery,
  type StopCriterion,
} from "../../../core/policy/stop-when.ts";
import { stopSentence } from "../../../core/render/stop.ts";
import {
  OUT_OF_SIGHT,
  watch,
  type WatchedRun,
} from "../../../core/request/watch.ts";

const START = new Date("2026-03-03T12:00:00Z");
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

function ruleWith(part: Record<string, unknown>) {
  const policy = policySchema.parse({
    version: 1,
    roles: { lead: { primary: "ahmed" } },
    environments: { production: { workflow: "chaos.yml", ...part } },
  });
  const rule = policy.environments["production"];
  if (!rule) throw new Error("no rule");
  return rule;
}

const RULE = ruleWith({
  stop_when: [
    { name: "error rate", query: "errors", above: 5, for: "30s" },
    { name: "replicas", query: "min(up)", below: 0.5 },
  ],
  gates: { recent_incidents: { none_within: "7d", severities: ["SEV-1"] } },
});
const ERRORS: StopCriterion = {
  name: "error rate",
  query: "errors",
  above: 5,
  for: 30_000,
};
const REPLICAS: StopCriterion = {
  name: "replicas",
  query: "min(up)",
  below: 0.5,
  for: 0,
};

function run(change: Partial<WatchedRun> = {}): WatchedRun {
  return {
    rule: RULE,
    startedAt: START,
    overridden: [],
    readings: [
      { criterion: ERRORS, value: known(4.9) },
      { criterion: REPLICAS, value: known(1) },
    ],
    incidents: known([]),
    ...change,
  };
}

const incident = (startedAt: Date): Incident => ({
  severity: "SEV-1",
  title: "The shop is down",
  startedAt,
});

describe("a run that is under way", () => {
  it("goes on while nothing happens that would stop it", () => {
    expect(watch(run(), after(60))).toEqual({ state: "calm" });
  });

  it("is not watched where the policy has nothing to watch", () => {
    const rule = ruleWith({});
    expect(watch(run({ rule, readings: [] }), after(60))).toEqual({
      state: "unwatched",
    });
  });

  it("is stopped by the first criterion that happened, whatever else can't be learned", () => {
    const readings = [
      { criterion: ERRORS, value: unknown("no answer") },
      { criterion: REPLICAS, value: known(0) },
    ];
    const outcome = watch(run({ readings }), after(1));
    expect(outcome).toEqual({
      state: "stop",
      because: { code: "criterion", criterion: REPLICAS, value: 0 },
    });
  });

  it("goes on at the bound itself, as an alert would", () => {
    const readings = [{ criterion: ERRORS, value: known(5) }];
    expect(watch(run({ readings }), after(60))).toEqual({ state: "calm" });
  });

  it("is stopped by an incident that opened after it was started, not by one that people knew of", () => {
    const before = incident(after(-1));
    const since = incident(after(1));
    const outcome = (...incidents: Incident[]) =>
      watch(run({ incidents: known(incidents) }), after(60));
    expect(outcome(before)).toEqual({ state: "calm" });
    expect(outcome(before, since)).toEqual({
      state: "stop",
      because: { code: "incident", incident: since },
    });
    expect(outcome({ ...since, resolvedAt: after(2) })).toEqual({
      state: "calm",
    });
    expect(outcome({ ...since, severity: "SEV-4" })).toEqual({ state: "calm" });
  });

  it("is stopped once it could not be watched for a minute, counted from when it could last", () => {
    const blind = run({
      readings: [{ criterion: ERRORS, value: unknown("no answer") }],
    });
    const late = OUT_OF_SIGHT / 1_000;
    expect(watch(blind, after(late - 1))).toEqual({ state: "unknown" });
    expect(watch(blind, after(late))).toEqual({
      state: "stop",
      because: {
        code: "out-of-sight",
        reason: '"error rate": no answer',
        since: START,
      },
    });
    const seen = { ...blind, watchedAt: after(late) };
    expect(watch(seen, after(late + 1))).toEqual({ state: "unknown" });
  });

  it("is not stopped by incidents that can't be learned where people overrode that gate", () => {
    const incidents = unknown("no answer");
    const late = after(OUT_OF_SIGHT / 1_000);
    expect(watch(run({ incidents }), late)).toMatchObject({ state: "stop" });
    const overridden = ["recent_incidents" as const];
    expect(watch(run({ incidents, overridden }), late)).toEqual({
      state: "calm",
    });
  });
});

describe("the query of a criterion", () => {
  it("is asked as it is where once is enough", () => {
    expect(stopQuery(REPLICAS)).toBe("min(up)");
  });

  it("is asked over the time of its `for`, and may end in a comment", () => {
    expect(stopQuery({ ...ERRORS, query: "errors # of the shop" })).toBe(
      "min_over_time((errors # of the shop\n)[30s:3s])",
    );
    expect(stopQuery({ ...REPLICAS, for: 5_000 })).toBe(
      "max_over_time((min(up)\n)[5s:1s])",
    );
  });
});

describe("why a run is stopped", () => {
  it.each([
    [{ code: "command", person: "ahmed" } as const, "ahmed said so."],
    [
      { code: "criterion", criterion: ERRORS, value: 8.5 } as const,
      '"error rate" was above 5 for 30s: 8.5.',
    ],
    [
      { code: "criterion", criterion: REPLICAS, value: 0 } as const,
      '"replicas" was below 0.5: 0.',
    ],
    [
      { code: "incident", incident: incident(START) } as const,
      "An incident opened while it ran (SEV-1): The shop is down.",
    ],
    [
      { code: "out-of-sight", reason: "no answer", since: START } as const,
      "Since 12:00:00 UTC it can't be learned whether it has to be stopped: no answer.",
    ],
  ])("is a sentence: %o", (reason, sentence) => {
    expect(stopSentence(reason)).toBe(sentence);
  });
});
