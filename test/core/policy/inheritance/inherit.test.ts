import { describe, expect, it } from "vitest";
import { parseOrganisation } from "../../../../core/policy/inheritance/organisation.ts";
import { parsePolicy } from "../../../../core/policy/parse.ts";
import type { Gates } from "../../../../core/policy/schema.ts";

const MINUTE = 60_000;

function inherit(organisation: string, repository: string) {
  const parsed = parseOrganisation(`version: 1\n${organisation}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsePolicy(`version: 1\n${repository}`, parsed.organisation);
}

function policyOf(organisation: string, repository: string) {
  const result = inherit(organisation, repository);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.policy;
}

function findingsOf(organisation: string, repository: string) {
  const result = inherit(organisation, repository);
  return result.ok
    ? []
    : result.diagnostics.map(
        ({ line, column, message }) => `${line}:${column} ${message}`,
      );
}

const ROLES =
  "roles: { lead: { primary: ahmed }, dba: { primary: john, secondary: mike }, security: { primary: lisa } }";

/** Production's gates where both sides write so many of its gates. */
function gatesOf(required: string, mine: string): Gates {
  const { environments } = policyOf(
    `required: { timezone: UTC, environments: { production: { gates: { ${required} } } } }`,
    `${ROLES}\nenvironments: { staging: { workflow: a.yml }, production: { workflow: a.yml, gates: { ${mine} } } }`,
  );
  return environments["production"]?.gates ?? {};
}

describe("an organisation's defaults", () => {
  const DEFAULTS = `defaults:
  timezone: Europe/Berlin
  roles: { lead: { primary: ahmed, secondary: sarah } }
  environments:
    production:
      workflow: chaos.yml
      gates:
        approvals: { roles: [lead], expire_after: 8h }
        concurrency: { max: 3 }
`;

  it("hold where the repository says nothing", () => {
    const { timezone, roles, environments } = policyOf(
      DEFAULTS,
      "experiments: { paths: [chaos/*.json] }",
    );
    expect(timezone).toBe("Europe/Berlin");
    expect(Object.keys(roles)).toEqual(["lead"]);
    expect(environments["production"]?.gates.concurrency?.max).toBe(3);
  });

  it("give way to each single value that the repository writes", () => {
    const { roles, environments } = policyOf(
      DEFAULTS,
      `roles: { lead: { primary: mike } }
environments: { production: { gates: { approvals: { expire_after: 48h } } } }`,
    );
    expect(roles["lead"]).toEqual({ primary: "mike" });
    expect(environments["production"]).toMatchObject({
      workflow: "chaos.yml",
      gates: { approvals: { roles: ["lead"], expire_after: 2_880 * MINUTE } },
    });
  });

  it("are named as what a finding is about, where they are", () => {
    expect(
      findingsOf(
        "defaults: { environments: { production: { workflow: a.yml, gates: { on_call: { roles: [nobody] } } } } }",
        "roles: {}\nenvironments: {}",
      ),
    ).toEqual(["3:1 unknown role `nobody`, by the organisation's file"]);
  });
});

describe("what an organisation requires", () => {
  it("is named as what a finding is about, where the repository lacks what it needs", () => {
    expect(
      findingsOf(
        "required: { environments: { production: { gates: { approvals: { roles: [lead] } } } } }",
        `roles: { dba: { primary: john } }
environments:
  production:
    workflow: a.yml
    gates:
      approvals: { roles: [dba] }
`,
      ),
    ).toEqual(["7:20 unknown role `lead`, by the organisation's file"]);
  });

  it("is asked for besides what the repository asks for, gate by gate", () => {
    const gates = gatesOf(
      "approvals: { roles: [lead, dba], any_of: [{ roles: [dba] }], expire_after: 8h }, concurrency: { max: 2, cooldown: 1h }, on_call: { roles: [dba] }",
      "approvals: { roles: [security, dba], self_approval: true, distinct_people: false, expire_after: 24h }, concurrency: { max: 5, cooldown: 2h }, on_call: { roles: [lead] }",
    );
    expect(gates.approvals).toEqual({
      roles: ["security", "dba", "lead"],
      any_of: [{ roles: ["dba"], count: 1 }],
      distinct_people: true,
      self_approval: false,
      expire_after: 480 * MINUTE,
    });
    expect(gates.concurrency).toEqual({ max: 2, cooldown: 120 * MINUTE });
    expect(gates.on_call?.roles).toEqual(["lead", "dba"]);
  });

  it("narrows what the experiment may touch to what both allow", () => {
    const gates = gatesOf(
      "blast_radius: { faults: [network, pod-termination], replicas: 25%, unknown: allow }",
      "blast_radius: { faults: [network, scaling], namespaces: [shop], longest: 5m }",
    );
    expect(gates.blast_radius).toEqual({
      faults: ["network"],
      namespaces: ["shop"],
      replicas: 0.25,
      longest: 5 * MINUTE,
      unknown: "fail",
    });
  });

  it("closes what lies outside of its allowed hours, and keeps the repository's", () => {
    const { windows } = gatesOf(
      'windows: { allowed: [{ days: [mon, tue], from: "09:00", to: "12:00" }, { days: [mon], from: "14:00", to: "24:00" }] }',
      'windows: { allowed: [{ days: [mon], from: "08:00", to: "18:00" }] }',
    );
    expect(windows?.allowed).toHaveLength(1);
    expect(windows?.blackout).toEqual([
      { days: ["mon", "tue"], from: "00:00", to: "09:00" },
      { days: ["mon"], from: "12:00", to: "14:00" },
      { days: ["tue"], from: "12:00", to: "24:00" },
      {
        days: ["wed", "thu", "fri", "sat", "sun"],
        from: "00:00",
        to: "24:00",
      },
    ]);
  });

  it("knows the environment by its name where the repository names others too", () => {
    const { change_in_flight: change } = gatesOf(
      "change_in_flight: {}",
      "change_in_flight: { environments: [Production EU] }",
    );
    expect(change?.environments).toEqual(["Production EU", "production"]);
  });

  it("has people on call for as long as it takes the run to be longest", () => {
    const gates = gatesOf(
      "on_call: { roles: [lead] }",
      "windows: { expected_duration: 5m }",
    );
    expect(gates.windows?.expected_duration).toBe(15 * MINUTE);
  });

  it("leaves the repository's times in the repository's zone", () => {
    const { timezone, environments } = policyOf(
      "required: { timezone: UTC }",
      `timezone: Europe/Berlin
roles: {}
environments:
  production:
    workflow: a.yml
    gates: { windows: { blackout: [{ days: [mon], from: "09:00", to: "17:00" }], freezes: [{ feed: company }] } }
`,
    );
    expect(timezone).toBe("UTC");
    expect(environments["production"]?.gates.windows).toMatchObject({
      blackout: [{ timezone: "Europe/Berlin" }],
      freezes: [{ feed: "company" }],
    });
  });

  it("says who holds its roles, and who is who where a rota holds one", () => {
    const policy = policyOf(
      "required: { roles: { lead: { on_call: { pagerduty: { schedule: PABC123 } } } }, people: { sarah: { pagerduty: PSARAH1 } } }",
      `roles: { lead: { primary: mallory }, dba: { primary: john } }
people: { mallory: { pagerduty: PSARAH2 } }
environments: {}`,
    );
    expect(policy.roles).toMatchObject({
      lead: { on_call: { pagerduty: { schedule: "PABC123" } } },
      dba: { primary: "john" },
    });
    expect(policy.roles["lead"]?.primary).toBeUndefined();
    expect(Object.keys(policy.people)).toEqual(["sarah"]);
  });

  it("lets findings weigh no less, and leaves heavier ones", () => {
    const { experiments } = policyOf(
      "required: { experiments: { rules: { no-rollbacks: error, inline-secret: warning } } }",
      "roles: {}\nexperiments: { paths: ['*.json'], rules: { no-rollbacks: off, inline-secret: error } }\nenvironments: {}",
    );
    expect(experiments.rules).toEqual({
      "no-rollbacks": "error",
      "inline-secret": "error",
    });
  });

  it("can't be overridden by the repository's people, who may override the rest", () => {
    const mine = `${ROLES}
environments:
  production:
    workflow: a.yml
    gates: { windows: {} }
    override: { people: [mallory, mike], gates: [concurrency, windows] }
`;
    const required = "gates: { concurrency: {} }";
    const overrideOf = (rule: string) =>
      policyOf(`required: { environments: { production: { ${rule} } } }`, mine)
        .environments["production"]?.override;
    expect(overrideOf(required)?.gates).toEqual(["windows"]);
    expect(
      overrideOf(`${required}, override: { people: [ahmed, lisa] }`)?.people,
    ).toEqual(["ahmed", "lisa"]);
  });

  it("stays where the repository does not have the environment, if it names a workflow", () => {
    const { environments } = policyOf(
      "required: { environments: { production: { workflow: a.yml, gates: { concurrency: { max: 1 } } }, live: { gates: { concurrency: {} } } } }",
      "roles: {}\nenvironments: {}",
    );
    expect(environments).toMatchObject({
      production: { workflow: "a.yml", gates: { concurrency: { max: 1 } } },
    });
    expect(Object.keys(environments)).toEqual(["production"]);
  });
});

/** A policy whose production a run is stopped for. */
const stoppedBy = (criterion: string) =>
  `roles: {}\nenvironments: { production: { workflow: a.yml, stop_when: [${criterion}] } }`;

describe("what stops a run by the organisation's word", () => {
  const required =
    "required: { environments: { production: { stop_when: [{ name: errors, query: errors, above: 5, for: 30s }] } } }";
  it("stops it as well as what the repository says", () => {
    const { environments } = policyOf(
      required,
      stoppedBy("{ name: replicas, query: up, below: 1 }"),
    );
    expect(
      environments["production"]?.stop_when.map(({ name }) => name),
    ).toEqual(["replicas", "errors"]);
  });

  it("can't be said anew under the same name", () => {
    expect(
      findingsOf(
        required,
        stoppedBy("{ name: errors, query: errors, above: 50 }"),
      ),
    ).toEqual([
      "3:60 the organisation requires something else that is called `errors`",
    ]);
  });
});

describe("a group of approvers that the organisation lists twice", () => {
  it("has to be filled twice, also where the repository lists it once", () => {
    const group = "{ roles: [lead, dba, security], count: 2 }";
    const { approvals } = gatesOf(
      `approvals: { any_of: [${group}, ${group}] }`,
      `approvals: { any_of: [${group}] }`,
    );
    expect(approvals?.any_of).toHaveLength(2);
  });
});

describe("a policy that can't be combined with what its organisation requires", () => {
  it.each([
    [
      "staging_passed: { environment: canary, within: 7d }",
      "staging_passed: { environment: staging, within: 7d }",
      "4:34 the organisation requires a run in `canary`, not in `staging`",
    ],
    [
      "steady_state: [{ name: errors, query: errors, below: 1 }]",
      "steady_state: [{ name: errors, query: vector(0), below: 1 }]",
      "4:18 the organisation requires something else that is called `errors`",
    ],
    [
      'error_budget: { remaining_above: 50%, slos: [{ source: prometheus, name: shop, query: "a" }] }',
      'error_budget: { remaining_above: 50%, slos: [{ source: prometheus, name: shop, query: "1" }] }',
      "4:48 the organisation requires something else that is called `shop`",
    ],
    [
      "blast_radius: { faults: [network] }",
      "blast_radius: { faults: [scaling] }",
      "4:27 none of these faults is among those that the organisation allows",
    ],
    [
      "windows: { allowed: [{ yearly: { from: 01-01, to: 06-30 } }] }",
      'windows: { allowed: [{ days: [mon], from: "08:00", to: "18:00" }] }',
      "4:23 the organisation requires windows in `allowed` that can't be narrowed by others",
    ],
  ])("is unusable: %s", (required, mine, finding) => {
    expect(
      findingsOf(
        `required: { timezone: UTC, environments: { production: { gates: { ${required} } } } }`,
        `${ROLES}\nenvironments: { staging: { workflow: a.yml }, production: { workflow: a.yml, gates: {\n  ${mine} } } }`,
      ),
    ).toEqual([finding]);
  });

  it("is unusable where it calls the environment otherwise, and other names are forbidden", () => {
    expect(
      findingsOf(
        "required: { other_environments: forbidden, environments: { production: { gates: { concurrency: {} } } } }",
        "roles: {}\nenvironments: { prod: { workflow: a.yml } }",
      ),
    ).toEqual([
      "3:23 the organisation does not govern an environment `prod`, and forbids all that it does not govern",
    ]);
  });

  it("may have environments of other names, where nobody forbids them", () => {
    expect(
      findingsOf(
        "required: { environments: { production: { gates: { concurrency: {} } } } }",
        "roles: {}\nenvironments: { canary: { workflow: a.yml } }",
      ),
    ).toEqual([]);
  });

  it("is unusable where another workflow is required", () => {
    expect(
      findingsOf(
        "required: { environments: { production: { workflow: governed.yml } } }",
        "roles: {}\nenvironments: { production: { workflow: own.yml } }",
      ),
    ).toEqual(["3:41 the organisation requires the workflow `governed.yml`"]);
  });
});
