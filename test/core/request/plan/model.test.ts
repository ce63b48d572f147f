import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known } from "../../../../core/gate/fact.ts";
import { minutes, NOON } from "../observation-builder.ts";
import { APPROVERS, DAY_MS, ModelWorld, REQUESTER } from "./model.ts";

/** From each of the stages. */
const DEPTH = 3;
const LONGEST_WALK = 60;
const HALT = {
  issue: 40,
  by: "sarah",
  reason: "A real incident.",
  since: NOON,
};

/** Whatever can happen next. Each changes the world that it is given. */
const ACTS: Record<string, (world: ModelWorld) => void> = {
  looks: (world) => world.look(),
  "looks and dies after one effect": (world) => world.look(1),
  "looks and dies after two effects": (world) => world.look(2),
  "looks and dies after four effects": (world) => world.look(4),
  "everybody approves": ({ story }) => {
    for (const person of APPROVERS) story.says(person, "/chaos approve");
  },
  "one approves": ({ story }) => void story.says("ahmed", "/chaos approve"),
  "one withdraws": ({ story }) => void story.says("ahmed", "/chaos withdraw"),
  "one denies": ({ story }) => void story.says("mike", "/chaos deny no"),
  "the requester cancels": ({ story }) =>
    void story.says(REQUESTER, "/chaos cancel"),
  "the default branch moves on": ({ story }) =>
    void story.pushed(story.observation.head === "c1" ? "c2" : "c1"),
  "somebody halts": ({ story }) =>
    void story.givenFacts({ halts: known([HALT]) }),
  "somebody resumes": ({ story }) =>
    void story.givenFacts({ halts: known([]) }),
  "GitHub starts nothing": (world) => void (world.starting = false),
  "GitHub starts again": (world) => void (world.starting = true),
  "three minutes pass": ({ story }) => void story.passes(minutes(3)),
  "a day passes": ({ story }) => void story.passes(DAY_MS + minutes(1)),
  "the run goes on": (world) => world.runBecomes({ status: "in_progress" }),
  "the run ends": (world) =>
    world.runBecomes({ status: "completed", conclusion: "success" }),
  "the run is judged": (world) => world.judge(),
};

type Act = keyof typeof ACTS;

/** Where all that happens in so few acts is looked at. */
const STAGES: Record<string, Act[]> = {
  "a new request": [],
  "an approved request": ["looks", "everybody approves"],
  "a request whose run was asked for in vain": [
    "looks",
    "everybody approves",
    "GitHub starts nothing",
    "looks",
  ],
  "a request whose run goes on": [
    "looks",
    "everybody approves",
    "looks",
    "the run goes on",
  ],
};

function act(world: ModelWorld, acts: readonly Act[]): ModelWorld {
  const after = new ModelWorld(world);
  for (const name of acts) ACTS[name]?.(after);
  return after;
}

const flawOf = (world: ModelWorld): string | undefined =>
  world.broken ?? (world.hasWayOut() ? undefined : "there is no way out");

/** Every world that up to so many acts lead to, each once. @returns how many, and the ways to those that are broken */
function explore(begin: ModelWorld, depth: number) {
  const seen = new Set<string>();
  const broken: string[] = [];
  let edge: { world: ModelWorld; by: Act[] }[] = [{ world: begin, by: [] }];
  for (let length = 0; length < depth; length += 1) {
    const next: typeof edge = [];
    for (const { world, by } of edge)
      for (const name of Object.keys(ACTS)) {
        const after = act(world, [name]);
        const state = after.name();
        if (seen.has(state)) continue;
        seen.add(state);
        const way = [...by, name];
        const flaw = flawOf(after);
        if (flaw === undefined) next.push({ world: after, by: way });
        else broken.push(`${way.join(", ")}: ${flaw}`);
      }
    edge = next;
  }
  return { reached: seen.size, broken };
}

describe("nothing is started unapproved or twice, and nothing gets stuck", () => {
  it.each(Object.entries(STAGES))(
    "whatever happens to %s, in whatever order",
    { timeout: 60_000 },
    (_, acts) => {
      const begin = act(new ModelWorld(), acts);
      const { reached, broken } = explore(begin, DEPTH);
      expect(broken).toEqual([]);
      expect(reached).toBeGreaterThan(300);
    },
  );

  it(
    "however long it goes on, wherever the app dies",
    { timeout: 60_000 },
    () => {
      const acts = fc.array(fc.constantFrom(...Object.keys(ACTS)), {
        maxLength: LONGEST_WALK,
      });
      fc.assert(
        fc.property(acts, (walk) => {
          expect(flawOf(act(new ModelWorld(), walk))).toBeUndefined();
        }),
        { numRuns: 2_000 },
      );
    },
  );
});
