import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../../core/gate/decide.ts";
import { organisationSchema } from "../../../../core/policy/inheritance/organisation.ts";
import { strengthen } from "../../../../core/policy/inheritance/strengthen.ts";
import { policySchema, type Policy } from "../../../../core/policy/schema.ts";
import { bothSides } from "./sides.ts";
import { moments, worlds } from "./moments.ts";

const ENVIRONMENT = "production";
/** What a repository may call it, to be rid of what is required. */
const names = fc.constantFrom(ENVIRONMENT, "prod");

function policyOf(
  timezone: string,
  gates: unknown,
  override: unknown,
  environment = ENVIRONMENT,
): Policy {
  return policySchema.parse({
    version: 1,
    timezone,
    roles: {},
    environments: { [environment]: { workflow: "chaos.yml", gates, override } },
  });
}

function decisionOf(
  policy: Policy,
  facts: Parameters<typeof decide>[2],
  now: Date,
  environment = ENVIRONMENT,
) {
  const rule = policy.environments[environment];
  if (!rule) throw new Error("the environment is gone");
  return decide(rule, policy, facts, now).decision;
}

describe("a policy that inherits", { timeout: 120_000 }, () => {
  it("allows nothing that the required part alone does not allow, nor anything that the repository alone does not", () => {
    const runs = { allowed: 0, all: 0 };
    fc.assert(
      fc.property(bothSides, worlds, moments, (sides, world, now) => {
        const own = policyOf(sides.mineZone, sides.mine, sides.myOverride);
        const alone = policyOf(
          sides.requiredZone,
          sides.required,
          sides.requiredOverride,
        );
        const { required } = organisationSchema.parse({
          version: 1,
          required: {
            timezone: sides.requiredZone,
            environments: {
              [ENVIRONMENT]: {
                gates: sides.required,
                override: sides.requiredOverride,
              },
            },
          },
        });
        const { policy, conflicts } = strengthen(own, required);
        fc.pre(conflicts.length === 0);
        runs.all += 1;
        const facts = world(now);
        if (decisionOf(policy, facts, now) !== "allow") return;
        runs.allowed += 1;
        expect(decisionOf(alone, facts, now)).toBe("allow");
        // What the organisation excepts, it excepts from the repository's gates as well.
        const { gates, override } = alone.environments[ENVIRONMENT] ?? {};
        if (override || (gates?.windows?.exempt.length ?? 0) > 0) return;
        expect(decisionOf(own, facts, now)).toBe("allow");
      }),
      { numRuns: 4_000 },
    );
    expect(runs.allowed).toBeGreaterThan(300);
  });

  it("is no way past the required part by another name of the environment, where others are forbidden", () => {
    const runs = { allowed: 0, renamed: 0 };
    fc.assert(
      fc.property(
        bothSides,
        worlds,
        moments,
        names,
        (sides, world, now, name) => {
          const { mineZone, mine, requiredZone, required: gates } = sides;
          const own = policyOf(mineZone, mine, undefined, name);
          const alone = policyOf(requiredZone, gates, undefined);
          const { required } = organisationSchema.parse({
            version: 1,
            required: {
              timezone: requiredZone,
              environments: { [ENVIRONMENT]: { gates } },
              other_environments: "forbidden",
            },
          });
          const { policy, conflicts } = strengthen(own, required);
          runs.renamed += name === ENVIRONMENT ? 0 : 1;
          const facts = world(now);
          const decided = decisionOf(policy, facts, now, name);
          if (conflicts.length > 0 || decided !== "allow") return;
          runs.allowed += 1;
          expect(decisionOf(alone, facts, now)).toBe("allow");
        },
      ),
      { numRuns: 2_000 },
    );
    expect(runs.allowed).toBeGreaterThan(50);
    expect(runs.renamed).toBeGreaterThan(500);
  });
});
