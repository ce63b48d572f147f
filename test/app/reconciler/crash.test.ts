import { describe, expect, it } from "vitest";
import { Crash } from "./fake-repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, World } from "./world.ts";

const store = storeForTests();
/** After this time a run that is not to be seen is asked for again. */
const DISPATCH_GRACE = 3 * 60_000;

/** Looks until nothing crashes any more, as the queue does. */
async function persist(look: () => Promise<void>, world: World) {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    world.github.surviveFromNowOn();
    await world.settle();
  }
}

type Look = World["look"];

/** From `/chaos run` over new pins to a dispatched run. */
async function startsRun(world: World, look: Look): Promise<void> {
  const staging = world.startByHand("staging");
  world.finish(staging, "held");
  await look(world.runKey(staging));
  const talk = world.github.openIssue("john", { body: "Shall we?" }).number;
  world.github.say("john", talk, `/chaos run ${EXPERIMENT} in production`);
  await look(world.issueKey(talk));
  const request = world.requests()[0]?.number ?? 0;
  world.github.say("visitor", request, "/chaos approve");
  world.github.commit({ "README.md": "another commit" });
  await look(world.issueKey(request));
  world.approve(request);
  await look(world.issueKey(request));
  await world.advance(DISPATCH_GRACE);
}

/** From a run that failed over a second failure to one that held. */
async function endsRun(world: World, look: Look): Promise<void> {
  await look(world.issueKey(world.request("staging")));
  await world.advance(DISPATCH_GRACE);
  world.finish(world.dispatched()[0]?.id ?? 0, "deviated");
  await look(...world.dispatched().map(({ id }) => world.runKey(id)));
  for (const outcome of ["deviated", "held"] as const) {
    const run = world.startByHand("staging");
    world.finish(run, outcome);
    await look(world.runKey(run));
  }
}

/** Hidden marks, and the repository's name, differ from world to world. */
function withoutMarks(body: string): string {
  return body
    .replace(/<!--.*?-->/g, "")
    .replaceAll(/studio-hub-\d+/g, "studio-hub")
    .trim();
}

/** What people see in the end, without numbers that depend on how often something was written. */
function seen(world: World) {
  return {
    issues: world.github.issueList.map(({ title, open, closedAs, labels }) => ({
      title,
      open,
      closedAs,
      labels,
    })),
    failed: world
      .failureIssues()
      .map(({ body }) => /Failed .*/.exec(body)?.[0]),
    comments: world.github.commentList
      .filter(({ ours }) => ours)
      .map(({ issue, body }) => ({ issue, body: withoutMarks(body) }))
      .map(({ issue, body }) => `${issue}: ${body.slice(0, 60)}`)
      .toSorted(),
    dispatched: world.dispatched().length,
    reactions: world.github.reactions.length,
    cancelled: world.github.cancelled,
  };
}

/** Tells the story once in peace, then dies once at each write, and compares. */
async function converges(
  story: (world: World, look: Look) => Promise<void>,
): Promise<ReturnType<typeof seen>> {
  const tell = async (world: World) => {
    await story(world, (...keys) => persist(() => world.look(...keys), world));
    return seen(world);
  };
  const calm = new World(store());
  const expected = await tell(calm);
  for (let write = 1; write <= calm.github.writes; write += 1) {
    for (const when of ["before", "after"] as const) {
      const world = new World(store());
      world.github.crashAt(write, when);
      expect(await tell(world), `dying ${when} write ${write}`).toEqual(
        expected,
      );
    }
  }
  return expected;
}

describe("wherever the app dies", { timeout: 60_000 }, () => {
  it("a request is opened once, pinned, answered, and its run started once", async () => {
    const { dispatched, issues, reactions } = await converges(startsRun);
    expect(dispatched).toBe(1);
    expect(issues).toHaveLength(2);
    expect(reactions).toBe(5);
  });

  it("a request is closed, and each failure filed once in one issue", async () => {
    const { failed, issues } = await converges(endsRun);
    expect(failed).toEqual(["Failed 2 times since this issue was opened."]);
    expect(issues.map(({ open }) => open)).toEqual([false, true]);
  });
});
