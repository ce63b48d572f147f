import { describe, expect, it } from "vitest";
import { policySchema } from "../../../core/policy/schema.ts";
import type { Effect } from "../../../core/request/effect.ts";
import {
  dispatchMark,
  readDispatchMark,
} from "../../../core/request/override-mark.ts";
import {
  kinds,
  minutes,
  outcomes,
  RequestStory,
} from "./observation-builder.ts";

const POLICY = policySchema.parse({
  version: 1,
  roles: { lead: { primary: "ahmed", secondary: "lisa" } },
  environments: {
    production: {
      workflow: "chaos-tests.yml",
      gates: {
        windows: {
          blackout: [{ days: ["tue"], from: "09:00", to: "17:00" }],
        },
      },
      override: { people: ["ahmed", "mike", "sarah"], need: 2 },
    },
  },
});

const SAYS = "/chaos override windows because payments are down";

/** Olivia asks on a Tuesday at noon, in a blackout. */
function closed(requester = "olivia"): RequestStory {
  const story = new RequestStory({ environment: "production", requester });
  story.given({ policy: { state: "valid", commit: "c1", policy: POLICY } });
  story.look();
  return story;
}

function announcements({ effects }: { effects: Effect[] }) {
  return effects.filter((effect) => effect.kind === "announce-override");
}

/** Another commit, which changes nothing but the pin. */
function pushed(story: RequestStory): void {
  story.given({
    head: "c2",
    policy: { state: "valid", commit: "c2", policy: POLICY },
  });
  story.look();
}

describe("two people who break the glass", () => {
  it("have the run started, after everybody with a role was told who, what and why", () => {
    const story = closed();
    const first = story.says("ahmed", SAYS);
    const waiting = story.look();
    expect(outcomes(waiting)).toEqual([[first, { code: "overridden" }]]);
    expect(kinds(waiting)).toEqual(["answer"]);
    expect(waiting.status?.decision).toMatchObject({
      decision: "hold",
      overrides: [{ gate: "windows", couldJoin: ["mike", "sarah"] }],
    });

    story.says("mike", SAYS);
    const looked = story.look();
    expect(kinds(looked)).toEqual([
      "answer",
      "announce-override",
      "enter",
      "dispatch",
    ]);
    expect(announcements(looked)).toMatchObject([
      {
        audience: ["sarah", "john", "lisa"],
        overrides: [
          {
            gate: "windows",
            by: [
              { person: "ahmed", reason: "payments are down" },
              { person: "mike", reason: "payments are down" },
            ],
          },
        ],
      },
    ]);
    expect(looked.effects).toContainEqual(
      expect.objectContaining({
        kind: "enter",
        because: "Every other gate passed; overridden: windows.",
      }),
    );
    expect(looked.effects.at(-1)).toMatchObject({
      kind: "dispatch",
      decision: { decision: "allow", verdicts: [{}, {}, { status: "wait" }] },
      overridden: [{ gate: "windows" }],
    });
  });

  it("are announced once, and once more where they say it anew", () => {
    const story = closed();
    story.givenFacts({
      experiment: {
        known: true,
        value: { digest: "sha256:aa", errors: 1 },
        evidence: [],
      },
    });
    story.says("ahmed", SAYS);
    story.says("mike", SAYS);
    expect(announcements(story.look())).toHaveLength(1);
    expect(announcements(story.passes(minutes(5)).look())).toEqual([]);
    story.says("ahmed", SAYS);
    story.says("mike", SAYS);
    expect(announcements(story.look())).toHaveLength(1);
  });

  it("are shown in the status of the run, as our own comment keeps it", () => {
    const story = closed();
    story.says("ahmed", SAYS);
    story.says("mike", SAYS);
    story.look();
    const until = story.now;
    const comment = {
      id: 900,
      createdAt: story.now,
      edited: false,
      url: "https://github.test/odavl/studio-hub/issues/12",
      author: "chaos-governor[bot]",
      ours: true,
      body: dispatchMark("c0ffee", [{ gate: "windows", until }]),
    };
    const { comments } = story.observation;
    story.given({ comments: [...comments, comment] });
    expect(story.look().status).toMatchObject({ overridden: ["windows"] });
    story.given({ comments: [...comments, { ...comment, ours: false }] });
    expect(story.look().status).not.toHaveProperty("overridden");
    story.given({ comments: [...comments, { ...comment, edited: true }] });
    expect(story.look().status).not.toHaveProperty("overridden");
  });

  it("are asked to look again when their override ends", () => {
    const story = closed();
    story.says("ahmed", SAYS);
    const { lookAgainAt } = story.passes(minutes(1)).look();
    expect(lookAgainAt).toEqual(
      new Date(story.now.getTime() + minutes(60) - minutes(1)),
    );
  });
});

describe("an override does nothing", () => {
  it.each<[string, (story: RequestStory) => void]>([
    [
      "of one person who says it in two comments",
      (story) => story.says("ahmed", SAYS),
    ],
    [
      "of somebody whom the policy does not name",
      (story) => story.says("lisa", SAYS),
    ],
    ["of a bot of a person's name", (story) => story.says("mike[bot]", SAYS)],
    ["of the requester", (story) => story.says("olivia", SAYS)],
    ["that is quoted", (story) => story.says("mike", `> ${SAYS}`)],
    ["that is code", (story) => story.says("mike", `\`\`\`\n${SAYS}\n\`\`\``)],
    [
      "without a reason",
      (story) => story.says("mike", "/chaos override windows because"),
    ],
    [
      "that was edited",
      (story) => story.edits(story.says("mike", SAYS), `${SAYS}!`),
    ],
    [
      "that was edited after it was seen",
      (story) => {
        const [said] = story.observation.comments.slice(-1);
        story.look();
        story.edits(said?.id ?? 0, SAYS);
        story.says("mike", SAYS);
      },
    ],
    [
      "that was taken back",
      (story) => {
        story.says("mike", SAYS);
        story.says("mike", "/chaos withdraw");
      },
    ],
    [
      "of whether the experiment is valid",
      (story) =>
        story.says("mike", "/chaos override experiment_valid because I say so"),
    ],
    [
      "of an earlier pin",
      (story) => {
        pushed(story);
        story.says("mike", SAYS);
      },
    ],
  ])("%s", (_, happens) => {
    const story = closed();
    story.says("ahmed", SAYS);
    happens(story);
    const looked = story.look();
    expect(kinds(looked)).not.toContain("dispatch");
    expect(announcements(looked)).toEqual([]);
    expect(looked.status?.decision?.decision).toBe("hold");
  });
});

describe("whoever overrides is told at once", () => {
  it.each<[string, string, string]>([
    ["lisa", SAYS, "not-named"],
    ["mike", "/chaos override on_call because it burns", "not-overridable"],
    [
      "mike",
      "/chaos override experiment_valid because it burns",
      "not-overridable",
    ],
    ["mike", "/chaos override windos because it burns", "not-understood"],
    ["mike", SAYS, "overridden"],
  ])("%s: %s", (person, words, code) => {
    const story = closed();
    const said = story.says(person, words);
    expect(outcomes(story.look())).toMatchObject([[said, { code }]]);
  });

  it("that the requester may not", () => {
    const story = closed("mike");
    const said = story.says("mike", SAYS);
    expect(outcomes(story.look())).toEqual([[said, { code: "own-override" }]]);
  });

  it("that it was said before what is pinned now", () => {
    const story = closed();
    const said = story.says("mike", SAYS);
    story.given({
      head: "c2",
      policy: { state: "valid", commit: "c2", policy: POLICY },
    });
    expect(outcomes(story.look())).toEqual([[said, { code: "before-pin" }]]);
  });

  it("that nobody may where the policy says nothing of it", () => {
    const story = new RequestStory();
    story.look();
    const said = story.says("ahmed", SAYS);
    expect(outcomes(story.look())).toEqual([[said, { code: "no-override" }]]);
  });

  it("that it was taken back, and that an edit takes it back", () => {
    const story = closed();
    const said = story.says("mike", SAYS);
    story.look();
    const back = story.says("mike", "/chaos withdraw");
    expect(outcomes(story.look())).toEqual([[back, { code: "withdrawn" }]]);
    story.edits(said, "never mind");
    expect(outcomes(story.look())).toEqual([[said, { code: "edited" }]]);
  });
});

it("a mark is read for its own dispatch alone, and only where it has a line of its own", () => {
  const until = new Date("2026-03-03T13:00:00.000Z");
  const gates: { gate: "windows" | "on_call"; until: Date }[] = [
    { gate: "windows", until },
    { gate: "on_call", until },
  ];
  const mark = dispatchMark("c0ffee", gates);
  expect(mark).not.toContain("c0ffee");
  expect(readDispatchMark(`loud\r\n${mark}\r\nwords`, "c0ffee")).toEqual(gates);
  expect(readDispatchMark(mark, "decaf")).toEqual([]);
  expect(readDispatchMark(`> ${mark}`, "c0ffee")).toEqual([]);
  expect(readDispatchMark("", "c0ffee")).toEqual([]);
});
