import * as fc from "fast-check";
import { WEEKDAYS } from "../../../../core/time/window.ts";

/* Random gates as a repository and its organisation could write them. They ask for little, so that much is allowed. */

const PEOPLE_ROLES = ["incident-commander", "backend-lead", "devops-lead"];

const some = <T>(values: readonly T[], least = 1) =>
  fc.subarray([...values], { minLength: least });

const maybe = { requiredKeys: [] };

const approvals = fc
  .record(
    {
      roles: some(PEOPLE_ROLES, 0),
      any_of: fc.array(
        fc.record({ roles: some(PEOPLE_ROLES), count: fc.constantFrom(1, 2) }),
        { minLength: 1, maxLength: 2 },
      ),
      distinct_people: fc.boolean(),
      self_approval: fc.boolean(),
      expire_after: fc.constantFrom("1h", "2h", "24h"),
    },
    maybe,
  )
  .map((gate) =>
    gate.any_of || (gate.roles?.length ?? 0) > 0
      ? gate
      : { ...gate, roles: ["devops-lead"] },
  );

const staging = fc.record({
  environment: fc.constantFrom("staging", "staging", "staging", "canary"),
  within: fc.constantFrom("1h", "1d", "7d"),
});

const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York");
const times = ["00:00", "02:15", "02:30", "03:00", "09:00", "18:00", "24:00"];
const timezone = fc.option(zone, { nil: undefined });

const ofOneDay = fc
  .record({
    days: some(WEEKDAYS, 3),
    edges: some(times, 2),
  })
  .map(({ days, edges: [from = "", ...rest] }) => ({
    days,
    from,
    to: rest.at(-1) ?? "",
  }));

const weekly = fc
  .tuple(ofOneDay, timezone, fc.boolean())
  .map(([{ days, from, to }, named, overnight]) => ({
    days,
    ...(overnight && from !== "00:00" && to !== "24:00"
      ? { from: to, to: from }
      : { from, to }),
    ...(named && { timezone: named }),
  }));

const yearly = fc.constant({ yearly: { from: "12-20", to: "01-03" } });
const dated = fc.constantFrom(
  { from: "2026-03-28", to: "2026-03-28" },
  { from: "2026-10-25T02:30", to: "2026-10-25T04:00" },
);

const windows = fc.record(
  {
    blackout: fc.array(fc.oneof(weekly, yearly, dated), { maxLength: 2 }),
    allowed: fc.oneof(
      { weight: 4, arbitrary: fc.array(ofOneDay, { maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(weekly, { maxLength: 2 }) },
    ),
    freezes: fc.array(
      fc.constantFrom(
        { from: "2026-11-26", to: "2026-11-30", reason: "Black Friday" },
        { feed: "company" },
      ),
      { maxLength: 1 },
    ),
    exempt: fc.array(
      fc.record({
        experiments: fc.constantFrom(["database-*"], ["dns-*"]),
        reason: fc.constant("Agreed"),
        until: fc.constantFrom("2026-06-30", "2027-12-31"),
        freezes: fc.boolean(),
      }),
      { maxLength: 1 },
    ),
    expected_duration: fc.constantFrom("5m", "15m", "2h"),
  },
  maybe,
);

const incidents = fc.record(
  {
    none_within: fc.constantFrom("0s", "1h", "7d"),
    severities: some(["SEV-1", "SEV-2", "SEV-3"]),
    sources: some(["github", "pagerduty"]),
  },
  { requiredKeys: ["none_within", "severities"] },
);

const budgets = fc.record(
  {
    remaining_above: fc.constantFrom("10%", "50%"),
    stale_after: fc.constantFrom("5m", "1h"),
    slos: some(["one", "two"]).map((names) =>
      names.map((sloth) => ({ source: "prometheus", sloth })),
    ),
  },
  { requiredKeys: ["remaining_above", "slos"] },
);

const onCall = fc.record({ roles: some(PEOPLE_ROLES) });

const steady = some([
  { name: "error rate", query: "errors", below: 1 },
  { name: "error rate", query: "errors", below: 2 },
  { name: "replicas", query: "min(up)", above: 0.5 },
]).map((criteria) =>
  criteria.filter(
    ({ name }, index) =>
      criteria.findIndex((one) => one.name === name) === index,
  ),
);

const concurrency = fc.record({
  max: fc.constantFrom(1, 2),
  cooldown: fc.constantFrom("0s", "30m", "2h"),
});

const radius = fc
  .record(
    {
      namespaces: some(["shop", "search"]),
      faults: some(["network", "pod-termination"]),
      replicas: fc.constantFrom("10%", "50%"),
      unknown: fc.constantFrom("fail", "allow"),
    },
    maybe,
  )
  .map((gate) => ({ longest: "10m", ...gate }));

const change = fc.record(
  {
    environments: some(["production", "Production EU"]),
    within: fc.constantFrom("1h", "1d"),
  },
  maybe,
);

const GATES = {
  approvals,
  staging_passed: staging,
  windows,
  recent_incidents: incidents,
  error_budget: budgets,
  on_call: onCall,
  steady_state: steady,
  concurrency,
  blast_radius: radius,
  change_in_flight: change,
};

const override = fc.option(
  fc.record({
    people: some(["ahmed", "sarah", "mike"]),
    need: fc.constant(1),
    gates: some(Object.keys(GATES), 5),
    expire_after: fc.constantFrom("1h", "2h"),
  }),
  { nil: undefined, freq: 3 },
);

/** The same few gates on both sides, or on one of them. */
export const bothSides = some(Object.keys(GATES).filter(isGate), 1)
  .map((names) => names.slice(0, 3))
  .chain((names) => {
    const gates = fc.record(
      Object.fromEntries(names.map((name) => [name, GATES[name]])),
      maybe,
    );
    return fc.record({
      mine: gates,
      required: gates,
      mineZone: zone,
      requiredZone: zone,
      myOverride: override,
      requiredOverride: override,
    });
  });

function isGate(name: string): name is keyof typeof GATES {
  return Object.hasOwn(GATES, name);
}
