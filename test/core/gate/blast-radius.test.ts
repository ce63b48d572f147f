import { describe, expect, it } from "vitest";
import type { BlastRadius } from "../../../core/experiment/blast-radius.ts";
import {
  blastRadius,
  type BlastRadiusSettings,
} from "../../../core/gate/blast-radius.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import {
  DIGEST,
  evidenceFrom,
  factsWith,
  radiusWith,
  reachOf,
} from "./world.ts";

const MINUTE = 60_000;
const LIMITS: BlastRadiusSettings = {
  namespaces: ["shop"],
  faults: ["pod-termination", "network"],
  replicas: 0.5,
  longest: 10 * MINUTE,
  unknown: "fail",
};

function judge(
  radius: Partial<BlastRadius>,
  settings: Partial<BlastRadiusSettings> = {},
  namespaces?: string[],
) {
  const experiment = known(
    { digest: DIGEST, errors: 0, radius: radiusWith(radius) },
    evidenceFrom("experiment"),
  );
  return blastRadius(
    { ...LIMITS, ...settings },
    { namespaces },
    factsWith({ experiment }),
  );
}

/** Nothing is known but that there is something. */
const obscure = (what: string) => ({
  ...reachOf(),
  unknown: [{ why: "program" as const, what }],
});

describe("the gate blast_radius", () => {
  it("passes an experiment that is within each limit, at exactly the limit too", () => {
    expect(
      judge({
        namespaces: reachOf("shop"),
        faults: reachOf("network"),
        replicas: { known: true, share: 0.5 },
        longest: { known: true, milliseconds: 10 * MINUTE },
      }),
    ).toEqual({
      gate: "blast_radius",
      status: "pass",
      code: "within-limits",
      values: { untold: [] },
      evidence: [evidenceFrom("experiment")],
    });
  });

  it("fails one that goes beyond, and says in which respects and by how much", () => {
    expect(
      judge({
        namespaces: reachOf("billing", "shop"),
        faults: reachOf("network", "node-drain"),
        replicas: { known: true, share: 0.51 },
        longest: { known: true, milliseconds: 10 * MINUTE + 1 },
      }),
    ).toMatchObject({
      status: "fail",
      code: "beyond-limits",
      values: {
        excess: [
          { of: "namespaces", values: ["billing"], allowed: ["shop"] },
          { of: "faults", values: ["node-drain"] },
          { of: "replicas", value: 0.51, limit: 0.5 },
          { of: "longest", value: 10 * MINUTE + 1, limit: 10 * MINUTE },
        ],
      },
    });
  });

  it("takes no notice of what the policy does not limit", () => {
    const { longest, unknown: never } = LIMITS;
    const radius = radiusWith({
      namespaces: obscure("kubectl"),
      faults: obscure("shell"),
      replicas: { known: false, atLeast: 1, activities: ["a"] },
    });
    const experiment = known({ digest: DIGEST, errors: 0, radius });
    expect(
      blastRadius({ longest, unknown: never }, {}, factsWith({ experiment }))
        .status,
    ).toBe("pass");
  });

  it.each<[string, Partial<BlastRadius>, string[]]>([
    ["namespaces", { namespaces: obscure("kubectl") }, ["kubectl"]],
    [
      "namespaces",
      {
        namespaces: { values: ["shop"], byDefault: ["shop"], unknown: [] },
      },
      ["shop"],
    ],
    ["namespaces", { workloads: reachOf("node/worker-1") }, ["node/worker-1"]],
    ["faults", { faults: obscure("stress.sh") }, ["stress.sh"]],
    [
      "replicas",
      { replicas: { known: false, atLeast: 0.2, activities: ["kill"] } },
      ["kill"],
    ],
    [
      "longest",
      { longest: { known: false, atLeast: 5, activities: ["endless"] } },
      ["endless"],
    ],
  ])("never passes where %s can't be told (%j)", (of, radius, because) => {
    expect(judge(radius)).toMatchObject({
      status: "fail",
      code: "cannot-tell",
      values: { untold: [{ of, because }] },
    });
    expect(judge(radius, { unknown: "allow" })).toMatchObject({
      status: "pass",
      code: "within-limits",
      values: { untold: [{ of, because }] },
    });
  });

  it("fails on what is known to be too much, whatever can't be told besides", () => {
    const radius: Partial<BlastRadius> = {
      namespaces: { ...obscure("kubectl"), values: ["billing"] },
      replicas: { known: false, atLeast: 0.6, activities: ["a"] },
      longest: { known: false, atLeast: 11 * MINUTE, activities: ["b"] },
    };
    expect(judge(radius, { unknown: "allow" })).toMatchObject({
      status: "fail",
      code: "beyond-limits",
      values: {
        excess: [
          { of: "namespaces", values: ["billing"] },
          { of: "replicas", value: 0.6 },
          { of: "longest", value: 11 * MINUTE },
        ],
      },
    });
  });

  it("takes what the experiment leaves open for the environment's own namespaces", () => {
    const open = { namespaces: obscure("kubectl") };
    expect(judge(open, {}, ["shop"]).status).toBe("pass");
    expect(judge(open, {}, ["shop", "billing"])).toMatchObject({
      code: "beyond-limits",
      values: { excess: [{ values: ["billing"] }] },
    });
  });

  it("does not know where the experiment can't be read, or was not learned, and nothing allows that", () => {
    const settings: BlastRadiusSettings = { ...LIMITS, unknown: "allow" };
    const unread = known({ digest: DIGEST, errors: 3 });
    expect(
      blastRadius(settings, {}, factsWith({ experiment: unread })),
    ).toMatchObject({ status: "unknown", code: "unreadable" });
    const lost = unknown("GitHub is down");
    expect(
      blastRadius(settings, {}, factsWith({ experiment: lost })),
    ).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub is down" },
    });
  });
});
