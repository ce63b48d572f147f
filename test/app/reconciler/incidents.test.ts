import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { servers, answering } from "../../providers/faulty-service.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const start = servers();

const asking = (sources: string) =>
  POLICY.replace(
    "severities: [SEV-1, SEV-2] }",
    `severities: [SEV-1, SEV-2], sources: ${sources} }`,
  );

/** A request in a world where nothing stands in the way but incidents. */
async function requested(world: World, sources: string): Promise<number> {
  world.github.commit({ [POLICY_PATH]: asking(sources) });
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  world.approve(issue);
  await world.look(world.issueKey(issue));
  return issue;
}

const nothing: RequestListener = answering({
  "/api/v2/alerts": [],
  "/api/v2/incidents.json": { incidents: [] },
  "/api/v2/incidents/unresolved.json": { incidents: [] },
  "/incidents": { incidents: [], more: false },
}).handler;

const broken: RequestListener = (_, response) => {
  response.statusCode = 500;
  response.end();
};

const firing = answering({
  "/api/v2/alerts": [
    {
      fingerprint: "1a2b3c4d5e6f7a8b",
      labels: { alertname: "ShopDown", severity: "critical" },
      annotations: {},
      startsAt: "2026-03-03T09:00:00Z",
      status: { state: "active" },
    },
  ],
}).handler;

describe("incidents of several sources", () => {
  it("let a request pass where each of them answers that there are none", async () => {
    const url = await start(nothing);
    const world = new World(store(), {
      pagerDuty: { url, token: "t" },
      alertmanager: { url },
      statuspageUrl: url,
    });
    await requested(world, "[github, pagerduty, alertmanager, statuspage]");
    expect(world.dispatched()).toHaveLength(1);
  });

  it.each([
    ["pagerduty", "no PagerDuty is set up", "PAGERDUTY_TOKEN"],
    ["alertmanager", "no Alertmanager is set up", "ALERTMANAGER_URL"],
    ["statuspage", "no Statuspage is set up", "STATUSPAGE_URL"],
  ])(
    "are unknown where %s is named and not set up, and the request says by which setting",
    async (source, says, variable) => {
      const world = new World(store());
      const issue = await requested(world, `[github, ${source}]`);
      expect(world.dispatched()).toEqual([]);
      expect(world.status(issue)).toContain(says);
      expect(world.status(issue)).toContain(variable);
    },
  );

  it("are unknown where one of them fails, and are asked for again", async () => {
    const world = new World(store(), {
      pagerDuty: { url: await start(broken), token: "t" },
    });
    const issue = await requested(world, "[github, pagerduty]");
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("PagerDuty answered HTTP 500");
    expect(world.timers.size).toBe(1);
  });

  it("block at once where one of them is open, though another source fails", async () => {
    const world = new World(store(), {
      pagerDuty: { url: await start(broken), token: "t" },
      alertmanager: { url: await start(firing) },
    });
    const issue = await requested(world, "[pagerduty, alertmanager]");
    expect(world.status(issue)).toContain(
      "An incident is open: SEV-1 “ShopDown”",
    );
    expect(world.status(issue)).toContain("/#/alerts?filter=");
  });

  it("are shown once where an issue names an alert", async () => {
    const world = new World(store(), {
      alertmanager: { url: await start(firing) },
    });
    world.github.openIssue("ahmed", {
      title: "The shop is down",
      body: "Alert 1a2b3c4d5e6f7a8b",
      labels: ["incident"],
    });
    const issue = await requested(world, "[github, alertmanager]");
    expect(world.status(issue)).toContain(
      "An incident is open: SEV-1 “The shop is down”",
    );
  });

  it("are asked for anew soon after a look that rested on an answer from before", async () => {
    const service = { respond: firing };
    const world = new World(store(), {
      alertmanager: {
        url: await start((request, response) =>
          service.respond(request, response),
        ),
      },
    });
    const issue = await requested(world, "[alertmanager]");
    service.respond = nothing;
    world.now = new Date(world.now.getTime() + 10_000);
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("An incident is open");
    await world.advance(30_000);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("are asked for at the same time", async () => {
    const waiting: (() => void)[] = [];
    const together: RequestListener = (request, response) => {
      // Nobody is answered before everybody has asked.
      waiting.push(() => nothing(request, response));
      if (waiting.length >= 3) for (const go of waiting) go();
    };
    const url = await start(together);
    const world = new World(store(), {
      pagerDuty: { url, token: "t" },
      alertmanager: { url },
      statuspageUrl: url,
    });
    await requested(world, "[pagerduty, alertmanager, statuspage]");
    expect(world.dispatched()).toHaveLength(1);
  });
});
