import { afterEach, expect, it, vi } from "vitest";
import { observeRequest } from "../../../app/reconciler/request/observe-request.ts";
import { observeFacts } from "../../../facts/observe-facts.ts";
import { known } from "../../../core/gate/fact.ts";
import { parsePolicy } from "../../../core/policy/parse.ts";
import { ruleFor } from "../../../core/policy/rule.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, EXPERIMENT_PATH, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
afterEach(() => {
  vi.useRealTimers();
});

const POLICY = `
version: 1
roles:
  incident-commander: { primary: ahmed, secondary: odavl/on-call }
  backend-lead: { primary: sarah, secondary: mike }
environments:
  staging: { workflow: chaos-tests.yml }
  production:
    workflow: other-tests.yml
    gates:
      approvals: { roles: [incident-commander, backend-lead] }
      windows: { freezes: [{ calendar: .github/freezes.ics }, { feed: company }] }
      recent_incidents:
        none_within: 7d
        severities: [SEV-1]
        sources: [github, alertmanager, statuspage]
      on_call: { roles: [incident-commander] }
      concurrency: { cooldown: 1h }
      change_in_flight: { within: 6h, environments: [production, staging] }
`;

const after = async <T>(seconds: number, answer: T): Promise<T> => {
  await new Promise((resolve) => {
    setTimeout(resolve, seconds * 1_000);
  });
  return answer;
};

/** The same, but for each answer being one second late; counts what is asked. */
function late<T extends object>(service: T): { slow: T; asked: () => number } {
  let asked = 0;
  const slow = new Proxy(service, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...given: unknown[]) => {
        asked += 1;
        await after(1, undefined);
        const answer: unknown = Reflect.apply(value, target, given);
        return answer;
      };
    },
  });
  return { slow, asked: () => asked };
}

it("all services are asked at the same time: a look takes as long as the slowest of them", async () => {
  const parsed = parsePolicy(POLICY);
  const policy = parsed.ok ? parsed.policy : undefined;
  const found = policy && ruleFor(policy, "production");
  if (!policy || !found?.ok) throw new Error("the policy is none");
  const world = new World(store());
  const { branch, commit: head } = await world.github.head();
  const { slow, asked } = late(world.github);
  const services = {
    alertmanager: { incidents: () => after(5, known([])) },
    statuspage: { incidents: () => after(3, known([])) },
    calendarFeeds: new Map([
      ["company", { read: () => after(7, { text: "BEGIN:VCALENDAR" }) }],
    ]),
  };

  vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
  const begun = Date.now();
  const look = observeFacts(
    {
      repository: { owner: world.github.owner, repo: world.github.name },
      policy,
      rule: found.rule,
      ask: {
        experiment: EXPERIMENT,
        environment: "production",
        reason: "To know.",
      },
      experiment: Promise.resolve({
        state: "unusable",
        reason: "it does not matter here",
      }),
      branch,
      head,
      others: [],
      own: undefined,
    },
    { ...world.context, history: world.store, github: slow, services },
  );
  await vi.runAllTimersAsync();
  const facts = await look;

  expect(facts.incidents.known).toBe(true);
  expect(asked()).toBeGreaterThan(10);
  expect(Date.now() - begun).toBe(7_000);
});

it("services and the experiment's file are asked at the same time: neither waits for the other's answer", async () => {
  const world = new World(store());
  world.github.commit({ [POLICY_PATH]: POLICY });
  const number = world.request("production");
  await world.look(world.issueKey(number));
  const request = world.ref(number);
  const record = await world.store.recordFor(request);
  const issue = await world.github.issue(number);
  if (!record || !issue) throw new Error("there is no request");
  // Each of the two answers only when the other was asked too.
  const file = Promise.withResolvers<void>();
  const service = Promise.withResolvers<void>();
  const read = world.github.readFile.bind(world.github);
  world.github.readFile = async (path, commit, limit) => {
    if (path === EXPERIMENT_PATH) {
      file.resolve();
      await service.promise;
    }
    return read(path, commit, limit);
  };
  const services = {
    statuspage: {
      incidents: async () => {
        service.resolve();
        await file.promise;
        return known([]);
      },
    },
  };

  const seen = await observeRequest(request, issue, record, {
    ...world.context,
    services,
  });

  expect(seen.experiment.state).toBe("found");
  expect(seen.facts.experiment.known).toBe(true);
});
