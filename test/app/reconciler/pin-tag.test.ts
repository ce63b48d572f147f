import { describe, expect, it } from "vitest";
import { ProviderError } from "../../../providers/provider-error.ts";
import { readReviewMark } from "../../../core/request/review-mark.ts";
import { storeForTests } from "./store-for-tests.ts";
import { World } from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;

/** GitHub does what it is asked, and then the answer is lost, so many times. */
function loseAnswers(world: World, times: number): void {
  const { github } = world;
  const dispatch = github.dispatch.bind(github);
  let lost = 0;
  github.dispatch = async (...asked) => {
    const result = await dispatch(...asked);
    if (lost >= times) return result;
    lost += 1;
    throw new ProviderError("github", "answered 502", {
      retryable: true,
      status: 502,
    });
  };
}

/** The runs that the app said go on. */
function confirmed(world: World, issue: number): (number | undefined)[] {
  return world
    .said(issue, /chaos-governor:reviewed:/)
    .map((body) => readReviewMark(body)?.reviewed.run);
}

describe("the tag of an approved commit", () => {
  it("is made, run on, and removed when the run is over", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    const [tag] = world.github.tagList.keys();
    expect(tag).toBe(`chaos-governor/request-${issue}-unguessa`);
    expect(world.dispatched()[0]).toMatchObject({ branch: tag });
    await world.finishDispatched("held");
    expect(world.issue(issue).closedAs).toBe("completed");
    expect([...world.github.tagList.keys()]).toEqual([]);
  });

  it("is done without where a ruleset forbids it, which the audit trail tells", async () => {
    const world = new World(store());
    world.github.tagsForbidden = "a ruleset forbids it";
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()[0]).toMatchObject({ branch: "main" });
    expect(world.status(issue)).toContain("No tag can be made here");
    const [told] = await world.audit(issue, "tag");
    expect(told).toMatchObject({ refused: "a ruleset forbids it" });
  });

  it("is found and removed where nobody asked for it", async () => {
    const world = new World(store());
    world.github.tagList.set("chaos-governor/request-7-abandone", "c0ffee");
    await world.look(world.repositoryKey());
    expect([...world.github.tagList.keys()]).toEqual([]);
  });

  it("that somebody moved has its run cancelled, and the request ended with the reason", async () => {
    const world = new World(store());
    const { github } = world;
    const createTag = github.createTag.bind(github);
    github.createTag = async (name, commit) => {
      const made = await createTag(name, commit);
      github.tagList.set(name, "badc0de");
      return made;
    };
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    const [run] = world.dispatched();
    expect(run).toMatchObject({ commit: "badc0de" });
    expect(github.cancelled).toEqual([run?.id]);
    expect(await world.phase(issue)).toBe("refused");
    expect(world.status(issue)).toContain("moved the tag");
    expect([...github.tagList.keys()]).toEqual([]);
    expect(confirmed(world, issue)).toEqual([]);
    // What it did proves nothing.
    world.finish(run?.id ?? 0, "held");
    await world.look(world.runKey(run?.id ?? 0));
    expect(
      await world.store.recordedRun(world.ref(issue), run?.id ?? 0, 1),
    ).toBe(undefined);
  });
});

describe("the run that goes on", () => {
  it("is named in the request, once", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    await world.advance(5 * MINUTE);
    const [run] = world.dispatched();
    expect(confirmed(world, issue)).toEqual([run?.id]);
    expect(world.said(issue, /was started\*\*, in `staging`/)).toHaveLength(1);
  });

  it("is one alone where GitHub started two, its answer was lost and its list of runs lags", async () => {
    const world = new World(store());
    loseAnswers(world, 1);
    world.github.runDelay = 10 * MINUTE;
    const issue = world.request("staging");
    await expect(world.look(world.issueKey(issue))).rejects.toThrow("502");
    await world.settle();
    await world.advance(3 * MINUTE);
    const [first, second] = world.dispatched();
    expect(second).toBeDefined();
    // Of the second GitHub said that it is there; of the first nothing yet.
    expect(confirmed(world, issue)).toEqual([second?.id]);
    await world.look(world.runKey(first?.id ?? 0));
    expect(world.github.cancelled).toEqual([first?.id]);
    await world.advance(15 * MINUTE);
    expect(confirmed(world, issue)).toEqual([second?.id]);
    expect(world.dispatched()).toHaveLength(2);
  });
});
