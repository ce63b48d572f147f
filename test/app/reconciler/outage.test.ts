import { describe, expect, it } from "vitest";
import { ProviderError } from "../../../providers/provider-error.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;

/** A request with all approvals in a repository whose policy names a team, and which nobody has looked at since. */
async function approved() {
  const world = new World(store());
  world.github.commit({
    [POLICY_PATH]: POLICY.replace(
      "{ primary: mike, secondary: ahmed }",
      "{ primary: odavl/devops }",
    ),
  });
  world.github.teams.set("odavl/devops", ["mike", "ahmed"]);
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  world.approve(issue);
  world.restart();
  return { world, issue };
}

const READS: (keyof GitHubRepository)[] = [
  "head",
  "readFile",
  "listFiles",
  "issue",
  "issues",
  "comments",
  "permission",
  "teamMembers",
];

describe("while GitHub does not answer", () => {
  it.each(READS)(
    "%s, nothing is started; a later look mends it",
    async (call) => {
      const { world, issue } = await approved();
      world.github.breakDown(call);
      await world.look(world.issueKey(issue)).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ProviderError);
      });
      expect(world.dispatched()).toEqual([]);

      world.github.breakDown();
      await world.settle();
      await world.advance(6 * MINUTE);
      expect(world.dispatched()).toHaveLength(1);
    },
  );

  it("what it keeps us from learning stands in the request", async () => {
    const { world, issue } = await approved();
    world.github.breakDown("issues");
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("issues answered 503");
  });

  it.each(["run", "artifacts", "downloadArtifact", "listFiles"] as const)(
    "%s, a finished run is judged later",
    async (call) => {
      const world = new World(store());
      const issue = world.request("staging");
      await world.look(world.issueKey(issue));
      world.restart();
      world.github.breakDown(call);
      await expect(world.finishDispatched("held")).rejects.toThrow("503");
      world.github.breakDown();
      await world.settle();
      expect(world.issue(issue).closedAs).toBe("completed");
    },
  );
});
