import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../core/gate/decide.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { GateFacts, Override } from "../../../core/gate/facts.ts";
import { blocking, overridesInUse } from "../../../core/gate/override.ts";
import { GATE_NAMES } from "../../../core/gate/verdict.ts";
import { OVERRIDABLE } from "../../../core/policy/gates/override.ts";
import { policySchema } from "../../../core/policy/schema.ts";
import { DIGEST, factsWith, hoursAgo, NOW, OTHER_DIGEST } from "./world.ts";

const GATES = {
  windows: {
    blackout: [{ days: ["tue"], from: "09:00", to: "17:00" }],
  },
  recent_incidents: { none_within: "7d", severities: ["SEV-1"] },
  on_call: { roles: ["incident-commander"] },
};
const MINUTE = 60_000;
const minutesAgo = (minutes: number) =>
  new Date(NOW.getTime() - minutes * MINUTE);
const OPENS = new Date("2026-11-24T17:00:00Z");

/** A Tuesday at noon in a blackout; ahmed, mike and sarah may override it, two of them. */
function decideOn(
  said: Override[],
  {
    override = {},
    facts = {},
    now = NOW,
  }: {
    override?: Record<string, unknown> | null;
    facts?: Partial<GateFacts>;
    now?: Date;
  } = {},
) {
  const people = ["ahmed", "mike", "sarah"];
  const policy = policySchema.parse({
    version: 1,
    roles: {},
    environments: {
      production: {
        workflow: "chaos-tests.yml",
        gates: GATES,
        ...(override && { override: { people, ...override } }),
      },
    },
  });
  const rule = policy.environments["production"];
  if (!rule) throw new Error("the test's policy has no production");
  const all = factsWith({ overrides: known(said), ...facts });
  return decide(rule, policy, all, now);
}

function by(person: string, more: Partial<Override> = {}): Override {
  return {
    person,
    gates: ["windows"],
    reason: "payments are down",
    at: minutesAgo(10),
    digest: DIGEST,
    ...more,
  };
}

const TWO = [by("ahmed"), by("mike", { at: minutesAgo(5) })];

describe("an override by as many people as the policy asks for", () => {
  it("lets a closed gate stand in nobody's way, and the gate says what it said", () => {
    const alone = decideOn([]);
    const decided = decideOn(TWO);
    expect(alone).toMatchObject({ decision: "hold", opensAt: OPENS });
    expect(decided.decision).toBe("allow");
    expect(decided.verdicts).toEqual(alone.verdicts);
    expect(overridesInUse(decided)).toEqual([
      {
        gate: "windows",
        by: [
          { person: "ahmed", reason: "payments are down", at: minutesAgo(10) },
          { person: "mike", reason: "payments are down", at: minutesAgo(5) },
        ],
        need: 2,
        until: new Date(minutesAgo(10).getTime() + 60 * MINUTE),
        couldJoin: [],
      },
    ]);
  });

  it("lasts until there are too few of them again: the latest word of each person counts", () => {
    const said = [...TWO, by("Ahmed", { at: minutesAgo(1) })];
    const until = new Date(minutesAgo(5).getTime() + 60 * MINUTE);
    expect(decideOn(said).overrides).toMatchObject([{ until }]);
    const shortBefore = new Date(until.getTime() - 1);
    expect(decideOn(said, { now: shortBefore }).decision).toBe("allow");
    expect(decideOn(said, { now: until }).decision).toBe("hold");
  });

  it("covers a gate that fails and one that is not known too, where the policy names it", () => {
    const gates: Override["gates"] = ["windows", "recent_incidents", "on_call"];
    const said = TWO.map((one) => ({ ...one, gates }));
    const facts = {
      incidents: known([
        { severity: "SEV-1" as const, startedAt: hoursAgo(1) },
      ]),
      onCall: unknown("no rota"),
    };
    const decided = decideOn(said, { override: { gates }, facts });
    expect(decided.decision).toBe("allow");
    expect(blocking(decided)).toEqual([]);
    expect(decided.verdicts.map(({ status }) => status)).toEqual([
      "pass",
      "pass",
      "wait",
      "fail",
      "unknown",
    ]);
  });

  it("leaves all other gates as they are", () => {
    const facts = { onCall: known([]) };
    expect(decideOn(TWO, { facts }).decision).toBe("refuse");
  });

  it("is said of no gate that passes", () => {
    const now = new Date("2026-11-24T08:00:00Z");
    const at = new Date(now.getTime() - MINUTE);
    const said = TWO.map((one) => ({ ...one, at }));
    const request = known({
      requester: "john",
      openedAt: at,
      digest: DIGEST,
    });
    const decided = decideOn(said, { now, facts: { request } });
    expect(decided).toMatchObject({
      decision: "allow",
      overrides: [{ gate: "windows" }],
    });
    expect(overridesInUse(decided)).toEqual([]);
  });

  it("is not counted on for the moment at which everything opens, where it has expired by then", () => {
    const end = minutesAgo(7 * 24 * 60 - 30);
    const incidents = known([
      { severity: "SEV-1" as const, startedAt: end, resolvedAt: end },
    ]);
    const late = TWO.map((one) => ({ ...one, at: minutesAgo(45) }));
    expect(decideOn(late, { facts: { incidents } }).opensAt).toEqual(OPENS);
    expect(decideOn(TWO, { facts: { incidents } }).opensAt).toEqual(
      new Date(NOW.getTime() + 30 * MINUTE),
    );
  });
});

describe("nothing is overridden", () => {
  it.each<[string, Override[], object?]>([
    ["by one person alone", [by("ahmed")]],
    ["by one person who says it twice", [by("ahmed"), by("AHMED")]],
    ["with somebody whom the policy does not name", [by("ahmed"), by("lisa")]],
    ["with an App of a person's name", [by("ahmed"), by("mike[bot]")]],
    [
      "for another version of the experiment",
      [by("ahmed"), by("mike", { digest: OTHER_DIGEST })],
    ],
    [
      "by words that have expired",
      [by("ahmed"), by("mike", { at: minutesAgo(60) })],
    ],
    [
      "by words that are older than the request",
      [by("ahmed"), by("mike", { at: hoursAgo(3) })],
      { override: { expire_after: "1d" } },
    ],
    [
      "by words of the future",
      [by("ahmed"), by("mike", { at: minutesAgo(-5) })],
    ],
    [
      "where the two speak of different gates",
      [by("ahmed"), by("mike", { gates: ["recent_incidents"] })],
    ],
    [
      "that the policy does not name, nor what is said in one breath with it",
      [by("ahmed"), by("mike", { gates: ["windows", "on_call"] })],
    ],
    ["that the policy leaves out", TWO, { override: { gates: ["on_call"] } }],
    ["where the policy has no override", TWO, { override: null }],
    [
      "by the requester",
      TWO,
      {
        facts: {
          request: known({
            requester: "Mike",
            openedAt: hoursAgo(2),
            digest: DIGEST,
          }),
        },
      },
    ],
    [
      "while who asked is not known",
      TWO,
      { facts: { request: unknown("no request") } },
    ],
    [
      "while the experiment is not known",
      TWO,
      { facts: { experiment: unknown("no file") } },
    ],
    [
      "while the overrides are not known",
      TWO,
      { facts: { overrides: unknown("no comments") } },
    ],
  ])("%s", (_, said, more) => {
    const decided = decideOn(said, more);
    expect(decided.decision).not.toBe("allow");
    expect(overridesInUse(decided)).toEqual([]);
  });

  it("says who else could join", () => {
    expect(decideOn([by("mike")]).overrides).toEqual([
      {
        gate: "windows",
        by: [
          { person: "mike", reason: "payments are down", at: minutesAgo(10) },
        ],
        need: 2,
        couldJoin: ["ahmed", "sarah"],
      },
    ]);
  });
});

it("the requester is one of them where the policy says so", () => {
  const request = known({
    requester: "mike",
    openedAt: hoursAgo(2),
    digest: DIGEST,
  });
  const override = { requester_counts: true };
  expect(decideOn(TWO, { override, facts: { request } }).decision).toBe(
    "allow",
  );
});

it("every gate may be overridden where a policy names it, but a halt, and whether the experiment is valid", () => {
  const others = GATE_NAMES.filter(
    (gate) => gate !== "halt" && gate !== "experiment_valid",
  );
  expect([...OVERRIDABLE].toSorted()).toEqual(others.toSorted());
});

describe("whatever is said", () => {
  const saying = fc.record({
    person: fc.constantFrom("ahmed", "mike", "sarah", "lisa", "john"),
    gates: fc.subarray([...GATE_NAMES], { minLength: 1 }),
    reason: fc.string(),
    at: fc.integer({ min: -5, max: 200 }).map(minutesAgo),
    digest: fc.constantFrom(DIGEST, OTHER_DIGEST),
  });
  const sayings = fc.array(saying, { maxLength: 12 });
  const settings = fc.record({
    need: fc.integer({ min: 1, max: 3 }),
    gates: fc.subarray([...OVERRIDABLE], { minLength: 1 }),
    requester_counts: fc.boolean(),
  });

  it("an experiment with errors, or another than was asked for, is not started", () => {
    const experiment = fc.constantFrom<GateFacts["experiment"]>(
      known({ digest: DIGEST, errors: 1 }),
      known({ digest: OTHER_DIGEST, errors: 0 }),
      unknown("no file"),
    );
    fc.assert(
      fc.property(sayings, settings, experiment, (said, override, found) => {
        const facts = { experiment: found };
        const decided = decideOn(said, { override, facts });
        expect(decided.decision).not.toBe("allow");
        expect(blocking(decided)[0]?.gate).toBe("experiment_valid");
      }),
    );
  });

  it("what gates say is the same, and fewer people than are needed change nothing", () => {
    fc.assert(
      fc.property(sayings, settings, (said, override) => {
        const without = decideOn([], { override });
        const { overrides = [], ...decided } = decideOn(said, { override });
        expect(decided.verdicts).toEqual(without.verdicts);
        const people = (gate: string) =>
          new Set(
            said
              .filter(({ gates }) => gates.some((one) => one === gate))
              .map(({ person }) => person),
          ).size;
        for (const { gate, until } of overrides)
          expect(until === undefined || people(gate) >= override.need).toBe(
            true,
          );
        const inForce = overrides.some(({ until }) => until);
        expect(inForce ? without : decided).toEqual(without);
      }),
    );
  });

  it("a policy with an override decides without one as if it had none", () => {
    const moment = fc
      .integer({ min: 0, max: 7 * 24 * 60 })
      .map((minutes) => new Date(NOW.getTime() + minutes * MINUTE));
    const facts = fc.record({
      incidents: fc.constantFrom<GateFacts["incidents"]>(
        known([]),
        unknown("GitHub is down"),
        known([{ severity: "SEV-1", startedAt: hoursAgo(1) }]),
      ),
      onCall: fc.constantFrom<GateFacts["onCall"]>(
        factsWith().onCall,
        known([]),
        unknown("no rota"),
      ),
    });
    fc.assert(
      fc.property(moment, facts, settings, (now, some, override) => {
        expect(decideOn([], { override, facts: some, now })).toEqual(
          decideOn([], { override: null, facts: some, now }),
        );
      }),
    );
  });
});
