import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;
const SAYS = "/chaos override windows because payments are down";

/** A request for production that waits for the end of a Monday's blackout, and for nothing else. */
async function closed() {
  const world = new World(store());
  world.now = new Date("2026-03-02T10:00:00.000Z");
  world.github.commit({
    [POLICY_PATH]: `${POLICY}    override: { people: [ahmed, mike], need: 2 }\n`,
  });
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  world.approve(issue);
  await world.look(world.issueKey(issue));
  expect(world.dispatched()).toEqual([]);
  return { world, issue };
}

async function broken() {
  const { world, issue } = await closed();
  world.github.say("ahmed", issue, SAYS);
  await world.look(world.issueKey(issue));
  expect(world.dispatched()).toEqual([]);
  world.github.say("mike", issue, "/chaos override windows because I was told");
  await world.look(world.issueKey(issue));
  return { world, issue };
}

describe("a closed window that two people override", () => {
  it("tells whoever waits who could, and what they would have to say", async () => {
    const { world, issue } = await closed();
    expect(world.status(issue)).toContain(
      "Break glass: 2 of ahmed and mike may override `windows` with `/chaos override windows because <reason>`.",
    );
    world.github.say("ahmed", issue, SAYS);
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("1 of 2 people override it: ahmed");
  });

  it("has the run started, and is loud in the request and in the audit trail", async () => {
    const { world, issue } = await broken();
    expect(world.dispatched()).toHaveLength(1);
    expect(world.status(issue)).toContain("🚨 overrides windows");

    const [announced, ...again] = world.said(
      issue,
      /Break glass: `windows` is/,
    );
    expect(again).toEqual([]);
    expect(announced).toContain("“payments are down”");
    expect(announced).toContain("“I was told”");
    expect(announced).toContain("@sarah: these gates no longer hold");
    expect(
      world.said(issue, /The run that is started now overrides `windows`/),
    ).toHaveLength(1);

    expect(await world.audit(issue, "override")).toMatchObject([
      {
        overrides: [
          {
            gate: "windows",
            by: [
              { person: "ahmed", reason: "payments are down" },
              { person: "mike", reason: "I was told" },
            ],
            until: "2026-03-02T11:00:00.000Z",
          },
        ],
        audience: ["sarah"],
      },
    ]);
    expect(await world.audit(issue, "dispatch")).toMatchObject([
      { overridden: [{ gate: "windows" }], decision: { decision: "allow" } },
    ]);
    expect(await world.audit(issue, "phase")).toContainEqual(
      expect.objectContaining({
        because: "Every other gate passed; overridden: windows.",
      }),
    );
  });

  it("is told of in the failure that follows", async () => {
    const { world, issue } = await broken();
    await world.finishDispatched("deviated");
    expect(world.status(issue)).toContain("🚨 overrides windows");
    expect(world.failureIssues()[0]).toMatchObject({
      title: `Chaos experiment failed: ${EXPERIMENT} in production`,
      body: expect.stringContaining(
        "🚨 This run overrode the gate `windows`, by ahmed and mike, because “payments are down” (ahmed) and “I was told” (mike)",
      ),
    });
  });

  it("is not said of a run that overrides nothing", async () => {
    const { world } = await closed();
    await world.advance(8 * 60 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
    await world.finishDispatched("deviated");
    expect(world.failureIssues()[0]?.body).not.toContain("overrode");
  });

  it("stays closed where one of them takes it back, or an hour passes in between", async () => {
    const { world, issue } = await closed();
    world.github.say("ahmed", issue, SAYS);
    await world.look(world.issueKey(issue));
    world.github.say("ahmed", issue, "/chaos withdraw");
    world.github.say("mike", issue, SAYS);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    await world.advance(60 * MINUTE);
    world.github.say("ahmed", issue, SAYS);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("1 of 2 people override it: ahmed");
  });
});
