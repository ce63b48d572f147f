import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, World } from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;

describe("a request for production", () => {
  it("is shown, approved, dispatched once, judged and closed", async () => {
    const world = new World(store());
    await world.provenInStaging();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toMatch(/approv/i);
    expect(world.dispatched()).toEqual([]);

    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
    const [run] = world.dispatched();
    expect(run?.inputs).toMatchObject({
      experiment: EXPERIMENT,
      environment: "production",
      skip_validation: "false",
      request: String(issue),
    });
    expect(world.github.reactions.map(({ reaction }) => reaction)).toEqual([
      "+1",
      "+1",
      "+1",
    ]);

    await world.advance(5 * MINUTE);
    world.finish(run?.id ?? 0, "held");
    await world.look(world.runKey(run?.id ?? 0));
    expect(world.issue(issue)).toMatchObject({
      open: false,
      closedAs: "completed",
    });
    expect(world.status(issue)).toContain("held");
    expect(world.dispatched()).toHaveLength(1);
  });
});
