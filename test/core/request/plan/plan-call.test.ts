import { describe, expect, it } from "vitest";
import { known } from "../../../../core/gate/fact.ts";
import type { RoleHolder } from "../../../../core/gate/facts.ts";
import { renderCall } from "../../../../core/render/call.ts";
import { callMarker } from "../../../../core/request/call-marker.ts";
import { minutes, RequestStory } from "../observation-builder.ts";

const LINKS = { repository: "https://github.test/odavl/studio-hub" };

describe("those whose approval is missing", () => {
  it("are called once for a pin, however often the request is looked at", () => {
    const story = new RequestStory();
    expect(story.look().called).toEqual([["ahmed", "sarah", "mike"]]);
    story.passes(minutes(60));
    expect(story.look().called).toEqual([]);
    story.says("ahmed", "/chaos approve");
    expect(story.look().called).toEqual([]);
  });

  it("are called once more where another pin makes their approvals void", () => {
    const story = new RequestStory();
    story.look();
    story.pushed("c2");
    expect(story.look().called).toEqual([["ahmed", "sarah", "mike"]]);
    expect(story.look().called).toEqual([]);
  });

  it("are called on their own where they come to hold the role later", () => {
    const story = new RequestStory();
    story.look();
    const { holders } = story.observation.facts;
    const lisa: RoleHolder = {
      role: "devops-lead",
      person: "lisa",
      rank: "primary",
    };
    const before = holders.known ? holders.value : [];
    story.givenFacts({ holders: known([lisa, ...before]) });
    expect(story.look().called).toEqual([["lisa"]]);
    expect(story.look().called).toEqual([]);
  });

  it("are let be while something has to be mended first, and called when it is", () => {
    const story = new RequestStory().givenFacts({ stagingRuns: known([]) });
    const good = new RequestStory().observation.facts;
    expect(story.look().called).toEqual([]);
    story.given({ facts: good });
    expect(story.look().called).toEqual([["ahmed", "sarah", "mike"]]);
  });

  it("are called again where it was somebody else who wrote that they were called", () => {
    const story = new RequestStory();
    const first = story.plan();
    expect(first.effects.map(({ kind }) => kind)).toContain("pin");
    story.says(
      "mallory",
      callMarker({ announcedBy: 102 }, ["ahmed", "sarah", "mike"]),
    );
    expect(story.look().called).toEqual([["ahmed", "sarah", "mike"]]);
  });

  it("are at most five for a role, and never the one who asks", () => {
    const people = ["olivia", "a1", "a2", "a3", "a4", "a5", "a6"];
    const roles = ["incident-commander", "backend-lead", "devops-lead"];
    const holders = roles.flatMap((role) =>
      people.map((person): RoleHolder => ({ role, person, rank: "primary" })),
    );
    const story = new RequestStory().givenFacts({ holders: known(holders) });
    expect(story.look().called).toEqual([["a1", "a2", "a3", "a4", "a5"]]);
    expect(story.look().called).toEqual([]);
  });
});

describe("the comment that calls", () => {
  const pin = {
    path: "experiments/database-pod-failure.json",
    digest: "sha256:aa",
    environment: "production",
    commit: "c1",
    announcedBy: 7,
  };
  const ask = {
    experiment: "database-pod-failure",
    environment: "production",
    reason: "@everyone",
  };

  it("mentions people and teams, says what to do, and who was called", () => {
    const people = ["Ahmed", "odavl/devops"];
    expect(renderCall({ people, ask, pin }, LINKS)).toMatchInlineSnapshot(`
      "👋 @Ahmed and @odavl/devops: your approval is asked for, to run the chaos experiment [experiments/database-pod-failure.json](https://github.test/odavl/studio-hub/blob/c1/experiments/database-pod-failure.json) in \`production\`.

      Look at what it does and at the status above. To agree, comment \`/chaos approve\`; to end this request, comment \`/chaos deny\` and the reason. You are called once for what is pinned now.

      <!-- chaos-governor:called:7:ahmed,odavl/devops -->"
    `);
  });

  it("mentions nothing that is no name", () => {
    const people = ["ahmed @everyone", "x\n<!-- y -->"];
    const text = renderCall({ people, ask, pin }, LINKS).split("\n")[0] ?? "";
    expect(text).not.toMatch(/@(?!\u200B)|<!--/);
  });
});
