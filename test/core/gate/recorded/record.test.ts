import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../../core/gate/decide.ts";
import { known, unknown } from "../../../../core/gate/fact.ts";
import type { GateFacts } from "../../../../core/gate/facts.ts";
import {
  readRecord,
  writeRecord,
  type DecisionRecord,
} from "../../../../core/gate/recorded/record.ts";
import { replay } from "../../../../core/gate/recorded/replay.ts";
import { RequestStory } from "../../request/observation-builder.ts";
import { recordOf } from "../recorded.ts";
import { approval, factsWith, hoursAgo, NOW } from "../world.ts";

/** The record as somebody reads it later; the test ends where it can't be read. */
function later(record: DecisionRecord): DecisionRecord {
  const read = readRecord(JSON.parse(writeRecord(record)));
  if (!read.ok) throw new Error(read.problem);
  return read.record;
}

const reason = fc.string({ maxLength: 40 }).map((text) => unknown(text));

/** Any of the facts that tests know, each as it is, or not known; at any moment. */
const facts = fc
  .record<Partial<GateFacts>>(
    {
      approvals: fc.oneof(
        reason,
        fc
          .array(fc.integer({ min: -5, max: 40 }))
          .map((ages) =>
            known(ages.map((age) => approval("ahmed", { at: hoursAgo(age) }))),
          ),
      ),
      incidents: fc.oneof(
        reason,
        fc.array(fc.integer({ min: 0, max: 400 })).map((ages) =>
          known(
            ages.map((age) => ({
              severity: "SEV-1" as const,
              startedAt: hoursAgo(age + 1),
              resolvedAt: hoursAgo(age),
            })),
          ),
        ),
      ),
      errorBudgets: fc
        .double({ min: -1, max: 1, noNaN: false })
        .map((left) => known([{ slo: "studio-hub", remaining: known(left) }])),
      steadyState: fc
        .double()
        .map((rate) => known([{ name: "error rate", value: known(rate) }])),
      holders: reason,
      onCall: reason,
      stagingRuns: reason,
      chaosRuns: reason,
    },
    { requiredKeys: [] },
  )
  .map((given) => factsWith(given));

const moment = fc
  .integer({ min: -14 * 24 * 60, max: 14 * 24 * 60 })
  .map((minutes) => new Date(NOW.getTime() + minutes * 60_000));

describe("a recorded decision", () => {
  it("is read exactly as it was written, and decides the same, whatever the facts are", () => {
    fc.assert(
      fc.property(facts, moment, (given, at) => {
        const record = recordOf(given, at);
        const read = later(record);
        expect(read).toEqual(record);
        expect(writeRecord(read)).toBe(writeRecord(record));
        expect(replay(read).outcome).toBe("same");
      }),
      { numRuns: 200 },
    );
  });

  it("is what a request's look keeps", () => {
    const story = new RequestStory().approved();
    story.look();
    const { record } = story;
    if (!record) throw new Error("nothing was decided");
    expect(record).toMatchObject({
      at: story.now,
      request: "odavl/studio-hub#12",
      environment: "production",
      commit: "c1",
      decision: { decision: "allow" },
    });
    expect(replay(later(record)).outcome).toBe("same");
  });

  it("of a release that did not know a fact has it as unknown, and is not refused", () => {
    const written = writeRecord(recordOf()).replace('"chaosRuns"', '"later"');
    const read = readRecord(JSON.parse(written));
    expect(read).toMatchObject({
      ok: true,
      record: {
        facts: {
          chaosRuns: {
            known: false,
            reason: "it was not recorded with the decision",
          },
        },
      },
    });
  });

  it.for<[string, (record: Record<string, unknown>) => unknown, string]>([
    ["of another version", (one) => ({ ...one, version: 2 }), "only version 1"],
    ["without facts", (one) => ({ ...one, facts: undefined }), "facts"],
    ["that is a list", () => [], "expected object"],
    ["whose policy is none", (one) => ({ ...one, policy: {} }), "policy"],
    ["with a tag that there is not", () => ({ $what: 1 }), "$what"],
    [
      "with a fact that is none",
      (one) => ({ ...one, facts: { ask: 1 } }),
      "facts",
    ],
  ])("%s is refused, with the place", ([, change, problem]) => {
    const json: Record<string, unknown> = JSON.parse(writeRecord(recordOf()));
    expect(readRecord(change(json))).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });
});

describe("a replay", () => {
  it("says where a decision comes out otherwise", () => {
    const record = recordOf();
    const changed: DecisionRecord = {
      ...record,
      facts: { ...record.facts, approvals: known([]) },
    };
    const result = replay(changed);
    expect(result).toMatchObject({
      outcome: "different",
      replayed: { decision: "hold" },
    });
    expect(result).toHaveProperty(
      "differences",
      expect.arrayContaining([
        { path: "decision", recorded: "allow", replayed: "hold" },
        { path: "verdicts[2].status", recorded: "pass", replayed: "wait" },
      ]),
    );
  });

  it("says that it can't be made where the policy has no such rule", () => {
    expect(replay({ ...recordOf(), environment: "nowhere" })).toEqual({
      outcome: "impossible",
      problem: "the policy has no rule for nowhere",
    });
  });

  it("says that it can't be made of a fact of another shape, and does not end in an exception", () => {
    const broken = JSON.parse(writeRecord(recordOf()));
    broken.facts.approvals = { known: true, value: null, evidence: [] };
    const read = readRecord(broken);
    expect(read.ok && replay(read.record)).toMatchObject({
      outcome: "impossible",
      problem: expect.stringContaining("it can't be decided on"),
    });
  });

  it("decides as the gates do", () => {
    const record = recordOf();
    const rule = record.policy.environments["production"];
    expect(
      rule && decide(rule, record.policy, record.facts, record.at),
    ).toEqual(record.decision);
  });
});
