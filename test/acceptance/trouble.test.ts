import { describe, expect, it } from "vitest";
import {
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const repository = governedRepository();
/** A little more than the time after which everything is looked at again. */
const EVERYTHING_MS = 7 * 60_000;
const BOT = "chaos-governor[bot]";

describe("trouble", { timeout: 120_000 }, () => {
  it("a broken policy blocks, and the request says on which line it is broken", async () => {
    const { as, request, statusSays, say, onlooker } = repository();
    const policy = await fileHere(POLICY);
    await as("lisa").push(
      {
        [POLICY]: policy.replace(
          "backend-lead, devops",
          "backend_lead, devops",
        ),
      },
      "a slip",
    );
    const issue = await request(HOLDS);
    const status = await statusSays(issue, /backend_lead/);
    expect(status).toMatch(/line \d+, column \d+/);
    expect(status).toContain("did you mean");
    expect(onlooker.dispatches()).toEqual([]);

    await as("lisa").push({ [POLICY]: policy }, "mended");
    await statusSays(issue, /staging_passed/);
    await say("john", issue, "/chaos cancel");
  });

  it("a GitHub that refuses for a while loses nothing", async () => {
    const { request, statusSays, say, world, onlooker } = repository();
    world.github.fail({ match: { login: BOT }, times: 4, how: 503 });
    const issue = await request(HOLDS);
    await statusSays(issue, /staging_passed/);
    world.github.fail({
      match: { operation: "issues/create-comment", login: BOT },
      how: "after-effect",
    });
    await say("john", issue, "/chaos cancel");
    const comments = await world.github.inspect.comments(issue);
    const statuses = comments.filter(({ body }) =>
      body.includes("chaos-governor:status"),
    );
    expect(statuses).toHaveLength(1);
    expect(onlooker.dispatches()).toEqual([]);
  });

  it("what a lost webhook would have told is seen when everything is looked at", async () => {
    const { as, request, statusSays, world } = repository();
    const issue = await request(HOLDS);
    await statusSays(issue, /staging_passed/);
    world.github.webhooks.disturb({ event: "issue_comment", how: "drop" });
    await as("ahmed").comment(issue, "/chaos approve");
    world.moveClockTo(new Date(Date.now() + EVERYTHING_MS));
    const status = await statusSays(issue, /Approved by/);
    expect(status).toContain("Approved by ahmed as incident-commander");
  });

  it("a Prometheus that is gone keeps the gate shut, and the request says why", async () => {
    const { request, statusSays, world, forgetAnswers } = repository();
    world.prometheus.outage = 503;
    forgetAnswers();
    const issue = await request(HOLDS);
    const status = await statusSays(issue, /error_budget/);
    expect(status).toMatch(/the stand-in is down|HTTP 503/);
    world.prometheus.outage = undefined;
  });
});
