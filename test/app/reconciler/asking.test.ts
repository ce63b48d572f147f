import { describe, expect, it } from "vitest";
import { requestForm } from "../../../core/request/form.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import { Crash } from "./fake-repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const COMMAND = `/chaos run ${EXPERIMENT} in production`;

function talk(world = new World(store())) {
  const { number } = world.github.openIssue("john", { body: "What if …" });
  return { world, issue: number };
}

describe("/chaos run in an issue", () => {
  it("opens a request of the comment's author, and answers with a link to it", async () => {
    const { world, issue } = talk();
    const comment = world.github.say("sarah", issue, `Let us try:\n${COMMAND}`);
    await world.look(world.issueKey(issue));
    const [request, ...others] = world.requests();
    expect(others).toEqual([]);
    expect(request?.body).toContain(EXPERIMENT);
    expect(world.github.reactions).toEqual([
      { commentId: comment.id, reaction: "rocket" },
    ]);
    expect(world.said(issue, /the request is/)[0]).toContain(request?.url);
    expect(world.status(request?.number ?? 0)).toContain(
      "asked for by **sarah**",
    );
  });

  it("is answered once, however often the issue is looked at", async () => {
    const { world, issue } = talk();
    world.github.say("john", issue, COMMAND);
    await world.look(world.issueKey(issue));
    const { writes } = world.github;
    await world.look(world.issueKey(issue), world.repositoryKey());
    expect(world.github.writes).toBe(writes);
  });

  it("makes the author the requester, who can't approve it", async () => {
    const { world, issue } = talk();
    world.github.say("sarah", issue, COMMAND);
    await world.look(world.issueKey(issue));
    const request = world.requests()[0]?.number ?? 0;
    world.github.say("sarah", request, "/chaos approve");
    await world.look(world.issueKey(request));
    expect(world.said(request, /you asked for this/)).toHaveLength(1);
  });

  it("also works within a request", async () => {
    const { world } = talk();
    const first = world.request();
    world.github.say("john", first, COMMAND.replace("production", "staging"));
    await world.look(world.issueKey(first));
    expect(world.requests()).toHaveLength(2);
    expect(world.said(first, /the request is/)).toHaveLength(1);
  });

  it.each([
    ["visitor", COMMAND, /write access/],
    ["dependabot[bot]", COMMAND, /write access/],
    ["john", `${COMMAND}\n${COMMAND}`, /one comment opens one request/],
    ["john", "/chaos run everything", /does not name one experiment/],
  ])("of %s: %j is answered with the reason", async (author, body, reason) => {
    const { world, issue } = talk();
    world.github.permissions.set("dependabot[bot]", "write");
    world.github.say(author, issue, body);
    await world.look(world.issueKey(issue));
    expect(world.said(issue, reason)).toHaveLength(1);
    expect(world.requests()).toEqual([]);
  });

  it("in an edited comment opens nothing", async () => {
    const { world, issue } = talk();
    const comment = world.github.say("john", issue, "Hm.");
    world.github.edit(comment, COMMAND);
    await world.look(world.issueKey(issue));
    expect(world.requests()).toEqual([]);
    expect(world.said(issue, /was edited/)).toHaveLength(1);
  });

  it.each([`> ${COMMAND}`, `\`${COMMAND}\``, `Try ${COMMAND}`])(
    "is no command in %j",
    async (body) => {
      const { world, issue } = talk();
      world.github.say("john", issue, body);
      await world.look(world.issueKey(issue));
      expect(world.github.writes).toBe(0);
    },
  );

  it("opens a request of its own where somebody else's issue claims to be that request", async () => {
    const { world, issue } = talk();
    const comment = world.github.say("john", issue, COMMAND);
    world.github.openIssue("visitor", {
      body: `<!-- chaos-governor:source:${comment.id} -->`,
      labels: ["chaos-request"],
    });
    await world.look(world.issueKey(issue));
    expect(world.requests().map(({ ours }) => ours)).toEqual([false, true]);
  });

  it("leaves the request alone until it is written down who asked", async () => {
    const { world, issue } = talk();
    world.github.say("john", issue, COMMAND);
    world.github.crashAt(1, "after");
    await expect(world.look(world.issueKey(issue))).rejects.toThrow(Crash);
    world.github.surviveFromNowOn();
    const request = world.requests()[0]?.number ?? 0;
    const { writes } = world.github;
    world.forget(world.issueKey(issue));
    await world.look(world.issueKey(request));
    expect(world.github.writes).toBe(writes);

    await world.look(world.issueKey(issue));
    expect(world.requests()).toHaveLength(1);
    expect(world.status(request)).toContain("asked for by **john**");
  });
});

const HOUR = 3_600_000;

/** The gate step of a run by sarah opens a request; `run` says how that run differs from an honest one. */
async function gateOpens(
  run: Partial<WorkflowRun> = {},
  options: { later?: number; run?: number; by?: string } = {},
) {
  const world = new World(store());
  const id = world.startByHand("production", { triggeredBy: "sarah", ...run });
  world.now = new Date(world.now.getTime() + (options.later ?? 1_000));
  const issue = world.github.openIssue(options.by ?? "github-actions[bot]", {
    body: requestForm(
      { experiment: EXPERIMENT, environment: "production", reason: "" },
      { run: options.run ?? id },
    ),
    labels: ["chaos-request"],
  }).number;
  await world.look(world.issueKey(issue));
  return { world, issue };
}

describe("a request that a workflow's gate step opened", () => {
  it("is of the person who started that run", async () => {
    const { world, issue } = await gateOpens();
    expect(world.status(issue)).toContain("asked for by **sarah**");
    expect(await world.phase(issue)).toBe("open");
    world.github.say("sarah", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(world.said(issue, /you asked for this/)).toHaveLength(1);
  });

  it.each<[string, Partial<WorkflowRun>]>([
    ["a branch", { branch: "feature" }],
    ["another workflow", { path: ".github/workflows/other.yml" }],
    ["a pull request", { event: "pull_request" }],
    ["another experiment", { title: "Chaos: another in production" }],
    ["another environment", { title: `Chaos: ${EXPERIMENT} in staging` }],
  ])("is nobody's where that run is of %s", async (_, run) => {
    const { world, issue } = await gateOpens(run);
    expect(await world.phase(issue)).toBe("refused");
    expect(world.status(issue)).not.toContain("**sarah**");
  });

  it("is nobody's where that run is older than an hour", async () => {
    const { world, issue } = await gateOpens({}, { later: HOUR + 1_000 });
    expect(await world.phase(issue)).toBe("refused");
  });

  it("is nobody's where there is no such run", async () => {
    const { world, issue } = await gateOpens({}, { run: 4_711 });
    expect(await world.phase(issue)).toBe("refused");
  });

  it("is of the issue's author where a person wrote it", async () => {
    const { world, issue } = await gateOpens({}, { by: "mike" });
    expect(world.status(issue)).toContain("asked for by **mike**");
  });

  it("waits until the policy can be read", async () => {
    const world = new World(store());
    const id = world.startByHand("production", { triggeredBy: "sarah" });
    world.github.commit({ [POLICY_PATH]: "version: 2" });
    const issue = world.github.openIssue("github-actions[bot]", {
      body: requestForm(
        { experiment: EXPERIMENT, environment: "production", reason: "" },
        { run: id },
      ),
      labels: ["chaos-request"],
    }).number;
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBeUndefined();
    world.github.commit({ [POLICY_PATH]: POLICY });
    await world.advance(60_000);
    expect(world.status(issue)).toContain("asked for by **sarah**");
  });
});

describe("a request that we opened and whose comment nobody knows", () => {
  it("is nobody's", async () => {
    const world = new World(store());
    const { number } = await world.github.createIssue({
      title: "Chaos request",
      body: requestForm({
        experiment: EXPERIMENT,
        environment: "production",
        reason: "",
      }),
      labels: ["chaos-request"],
    });
    await world.look(world.issueKey(number));
    expect(await world.phase(number)).toBeUndefined();
    await world.advance(HOUR);
    expect(await world.phase(number)).toBe("refused");
  });
});
