import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { World } from "./world.ts";

const store = storeForTests();

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
    const [told] = await world.audit(issue, "tag");
    expect(told).toMatchObject({ refused: "a ruleset forbids it" });
  });

  it("is found and removed where nobody asked for it", async () => {
    const world = new World(store());
    world.github.tagList.set("chaos-governor/request-7-abandone", "c0ffee");
    await world.look(world.repositoryKey());
    expect([...world.github.tagList.keys()]).toEqual([]);
  });
});
