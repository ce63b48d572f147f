import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../app/index.ts";
import type { QueuedKey } from "../../app/reconciler/key.ts";
import { openDatabase } from "../../app/store/database.ts";
import type { Handler } from "../../app/store/queue.ts";
import { requestForm } from "../../core/request/form.ts";
import { costs } from "../../sandbox/github/front/traffic.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { EXPERIMENT, EXPERIMENT_PATH, experiment } from "./reconciler/world.ts";
import { listeningApp } from "./listening-app.ts";
import { localGitHub, WORKFLOW } from "../sandbox/github/local-github.ts";
import { settingsOn } from "./settings-for-tests.ts";
import { silentLog } from "./silent-log.ts";

/** Every gate that asks GitHub for something. */
const POLICY = `
version: 1
roles:
  incident-commander: { primary: ahmed, secondary: acme/on-call }
  backend-lead: { primary: sarah, secondary: acme/database }
environments:
  staging: { workflow: ${WORKFLOW} }
  production:
    workflow: ${WORKFLOW}
    gates:
      approvals: { roles: [incident-commander, backend-lead] }
      staging_passed: { environment: staging, within: 7d }
      windows:
        blackout: [{ days: [mon], from: "09:00", to: "17:00" }]
        freezes: [{ calendar: .github/freezes.ics }]
      recent_incidents: { none_within: 7d, severities: [SEV-1, SEV-2] }
      on_call: { roles: [incident-commander, backend-lead] }
      concurrency: { cooldown: 1h }
      change_in_flight: { within: 6h }
`;

const FREEZES = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//acme//freezes//EN",
  "BEGIN:VEVENT",
  "UID:one@acme",
  "DTSTAMP:20260101T000000Z",
  "DTSTART;VALUE=DATE:20301224",
  "SUMMARY:Holidays",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

const clock = () => new Date();

/** The app as it is wired, but for the queue: a look begins when the test says so, and has ended when it resolves. */
async function appOn(world: GitHubWorld): Promise<Handler> {
  const database = await openDatabase({ memory: true });
  onTestFinished(() => database.close());
  const handlers: Handler[] = [];
  const queue = {
    send: async () => {},
    sendAt: async () => {},
    start: async (handler: Handler) => void handlers.push(handler),
    stop: async () => {},
  };
  await listeningApp(
    world,
    createApp({
      settings: settingsOn(world),
      database,
      queue,
      clock,
      log: silentLog,
    }),
  );
  const [handler] = handlers;
  if (!handler) throw new Error("the app did not start its queue");
  return handler;
}

it(
  "a look at an unchanged request costs at most two requests of the rate limit, a new approval four",
  { timeout: 60_000 },
  async () => {
    const world = await localGitHub({
      files: {
        ".github/chaos-governor.yml": POLICY,
        ".github/freezes.ics": FREEZES,
        [EXPERIMENT_PATH]: experiment(),
      },
      app: {
        permissions: {
          actions: "write",
          checks: "write",
          contents: "read",
          deployments: "read",
          issues: "write",
          members: "read",
          metadata: "read",
          pull_requests: "read",
        },
      },
    });
    const look = await appOn(world);
    await world.as("ahmed").deploy("production");
    await world.as("ahmed").dispatchWorkflow(WORKFLOW, {
      experiment: EXPERIMENT,
      environment: "staging",
      skip_validation: "false",
    });
    await world.as("sarah").openIssue({
      title: "SEV-2",
      body: "It is slow.",
      labels: ["incident", "SEV-2"],
    });
    const { number: issue } = await world.as("sarah").openIssue({
      title: "Chaos",
      body: requestForm({
        experiment: EXPERIMENT,
        environment: "production",
        reason: "To know.",
      }),
      labels: ["chaos-request"],
    });
    const key: QueuedKey = {
      kind: "issue",
      installation: world.installationId,
      owner: "acme",
      repo: "shop",
      issue,
    };
    const costOfLook = async () => {
      const before = world.traffic.length;
      await look(key, "test");
      const asked = world.traffic.slice(before);
      const paid = asked.filter(costs).map(({ operation }) => operation);
      return { asked: asked.length, paid };
    };

    const first = await costOfLook();
    const settled = await costOfLook();
    const unchanged = await costOfLook();
    await world.as("ahmed").comment(issue, "/chaos approve");
    const approved = await costOfLook();
    const afterwards = await costOfLook();
    for (const [name, { asked, paid }] of Object.entries({
      first,
      settled,
      unchanged,
      approved,
      afterwards,
    }))
      process.stdout.write(
        `${name}: ${asked} requests, of which ${paid.length} count: ${paid.join(", ")}\n`,
      );

    const [status] = await world.inspect.comments(issue);
    expect(status?.body).toMatch(/Approved by ahmed/);
    expect(unchanged.paid).toEqual([]);
    expect(settled.paid.length).toBeLessThanOrEqual(2);
    expect(afterwards.paid.length).toBeLessThanOrEqual(2);
    expect(approved.paid.length).toBeLessThanOrEqual(4);
    expect(world.contract.violations).toEqual([]);
  },
);
