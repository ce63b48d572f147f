import { describe, expect, it } from "vitest";
import { storeForTests } from "../app/reconciler/store-for-tests.ts";
import { POLICY_PATH, World } from "../app/reconciler/world.ts";

const store = storeForTests();
const MINUTE = 60_000;
const POLICY = `
version: 1
roles: {}
environments:
  staging:
    workflow: chaos-tests.yml
    gates: { change_in_flight: {} }
`;

function governed(): World {
  const world = new World(store());
  world.github.commit({ [POLICY_PATH]: POLICY });
  return world;
}

/** Something is deployed from now on; nobody has said yet how it stands. */
function deploy(world: World, environment = "staging") {
  const id = world.github.deploymentList.length + 1;
  const createdAt = world.now;
  const deployment = { id, environment, ref: "v2.4.0", by: "sarah", createdAt };
  world.github.deploymentList.push(deployment);
  return world.github.deploymentList[id - 1] ?? deployment;
}

describe("a change in flight", () => {
  it("keeps a request waiting until it has ended, without a word of GitHub", async () => {
    const world = governed();
    const deployment = deploy(world);
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("v2.4.0 to staging by sarah");
    Object.assign(deployment, {
      status: { ended: false, url: "https://d.test" },
    });
    await world.advance(5 * MINUTE);
    expect(world.dispatched()).toEqual([]);

    Object.assign(deployment, { status: { ended: true } });
    await world.advance(MINUTE);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("is none where it was deployed elsewhere, or is a run of an experiment", async () => {
    const world = governed();
    deploy(world, "production");
    const run = world.startByHand("staging");
    Object.assign(deploy(world), { status: { ended: false, run } });
    await world.look(world.issueKey(world.request("staging")));
    expect(world.dispatched()).toHaveLength(1);
  });

  it("that has ended is not asked about again", async () => {
    const world = governed();
    Object.assign(deploy(world), { status: { ended: true } });
    await world.look(world.issueKey(world.request("staging")));
    await world.look(world.issueKey(world.request("staging")));
    expect(world.dispatched()).toHaveLength(2);
    expect(world.github.reads.get("deploymentStatus")).toBe(1);
  });

  it.each(["deployments", "deploymentStatus"] as const)(
    "is not known while GitHub answers no %s, and nothing is started",
    async (call) => {
      const world = governed();
      deploy(world);
      world.github.breakDown(call);
      const issue = world.request("staging");
      await world.look(world.issueKey(issue));
      expect(world.dispatched()).toEqual([]);
      expect(world.status(issue)).toContain(`${call} answered 503`);
    },
  );
});
