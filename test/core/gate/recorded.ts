import { decideOn } from "../../../core/gate/recorded/replay.ts";
import type { GateFacts } from "../../../core/gate/facts.ts";
import type { DecisionRecord } from "../../../core/gate/recorded/record.ts";
import { policySchema, type Policy } from "../../../core/policy/schema.ts";
import { factsWith, NOW } from "./world.ts";

type Written = Parameters<typeof policySchema.parse>[0];

/** A policy with every gate, as it is written. */
export const WRITTEN = {
  version: 1,
  roles: {
    "incident-commander": { primary: "ahmed", secondary: "sarah" },
    "backend-lead": { primary: "sarah", secondary: "mike" },
    "devops-lead": { primary: "mike", secondary: "ahmed" },
  },
  environments: {
    staging: { workflow: "chaos-tests.yml" },
    production: {
      workflow: "chaos-tests.yml",
      gates: {
        approvals: {
          roles: ["incident-commander", "backend-lead", "devops-lead"],
        },
        staging_passed: { environment: "staging", within: "7d" },
        windows: {
          blackout: [
            { days: ["mon"], from: "09:00", to: "17:00" },
            { days: ["fri"], from: "16:00", to: "24:00" },
          ],
        },
        recent_incidents: { none_within: "7d", severities: ["SEV-1", "SEV-2"] },
        error_budget: {
          remaining_above: "50%",
          slos: [{ source: "prometheus", sloth: "studio-hub" }],
        },
        on_call: { roles: ["incident-commander"] },
        concurrency: { cooldown: "30m" },
        blast_radius: { longest: "10m" },
        change_in_flight: {},
        steady_state: [{ name: "error rate", query: "errors", below: 1 }],
      },
    },
  },
};

export function policyOf(written: Written): Policy {
  return policySchema.parse(written);
}

/** A decision as it was recorded at that moment, by the policy with every gate. */
export function recordOf(
  facts: GateFacts = factsWith(),
  at: Date = NOW,
  environment = "production",
): DecisionRecord {
  return recordedOf({ policy: policyOf(WRITTEN), environment, facts, at });
}

/** What was asked, decided and recorded; the order of the keys is the record's. */
export function recordedOf(
  asked: Parameters<typeof decideOn>[0],
): DecisionRecord {
  const { at, environment, policy, facts } = asked;
  const decided = decideOn(asked);
  if (!decided.ok) throw new Error(decided.problem);
  return {
    version: 1,
    at,
    request: "odavl/studio-hub#12",
    environment,
    commit: "c0ffee",
    policy,
    facts,
    decision: decided.decision,
  };
}
