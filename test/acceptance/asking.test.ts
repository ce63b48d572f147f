import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { FAILS, governedRepository, HOLDS } from "./governed-repository.ts";

const repository = governedRepository();

async function requests(experiment: string) {
  const issues = await repository().world.github.inspect.issues();
  return issues.filter(
    ({ labels, body }) =>
      labels.includes("chaos-request") && body.includes(experiment),
  );
}

describe("asking without the form", { timeout: 120_000 }, () => {
  it("a comment in any issue opens a request", async () => {
    const { as, say, statusSays } = repository();
    const { number } = await as("john").openIssue({
      title: "Are we ready for the sale?",
      body: "Let us see.",
    });
    await say("john", number, `/chaos run ${HOLDS} in production`);
    const opened = await eventually(
      "the request",
      async () => (await requests(HOLDS))[0],
    );
    const status = await statusSays(opened.number, /staging_passed/);
    expect(status).toContain("asked for by **john**");
    await say("john", opened.number, "/chaos cancel");
  });

  it("the workflow started by hand opens a request, fails its job and says where to approve", async () => {
    const run = await repository().runByHand({
      experiment: FAILS,
      environment: "production",
    });
    expect(run).toMatchObject({ conclusion: "failure" });
    const opened = await eventually(
      "the request",
      async () => (await requests(FAILS))[0],
    );
    expect(JSON.stringify(run)).toContain(opened.url);
    expect(repository().onlooker.dispatches()).toEqual([]);
  });

  it("the workflow started by hand never skips validation in production", async () => {
    const run = await repository().runByHand({
      experiment: FAILS,
      environment: "production",
      skip_validation: "true",
    });
    expect(run).toMatchObject({ conclusion: "failure" });
    expect(JSON.stringify(run)).toContain("skip");
  });
});

describe("an experiment that fails", { timeout: 120_000 }, () => {
  it("has one issue within seconds, in which further failures are told", async () => {
    const { runByHand, onlooker, world } = repository();
    const run = await runByHand({ experiment: FAILS, environment: "staging" });
    const failure = await eventually(
      "the failure issue",
      async () => (await onlooker.failures(FAILS))[0],
    );
    expect(failure.body).toContain("deviated");
    const seconds =
      (failure.createdAt.getTime() - run.updatedAt.getTime()) / 1_000;
    expect(seconds).toBeLessThan(5);
    await runByHand({ experiment: FAILS, environment: "staging" });
    const again = await eventually("the second failure", async () => {
      const comments = await world.github.inspect.comments(failure.number);
      return comments.find(({ body }) => body.includes("failed again"));
    });
    expect(again.throughApp).toBe(true);
    expect(await onlooker.failures(FAILS)).toHaveLength(1);
  });
});
