import { describe, expect, it } from "vitest";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import { commitMemory } from "../../facts/commit-memory.ts";
import {
  githubHistory,
  rememberRunsWithoutJournal,
} from "../../facts/github-history.ts";
import { observeStagingRuns } from "../../facts/observe-staging.ts";
import { attemptName } from "../../facts/workflow-run.ts";
import {
  EXPERIMENT,
  EXPERIMENT_PATH,
  experiment,
  journal,
  POLICY,
  World,
  zipOf,
} from "../app/reconciler/world.ts";
import { storeForTests } from "../app/reconciler/store-for-tests.ts";

const store = storeForTests();
const MINUTE = 60_000;
const DIGEST = experimentDigest(Buffer.from(experiment()));
const STAGING = { environment: "staging", digest: DIGEST };
const REPOSITORY = { owner: "odavl", repo: "studio-hub" };

/** A world in which nothing is remembered. */
function past() {
  const world = new World(store());
  const parsed = parsePolicy(POLICY);
  if (!parsed.ok) throw new Error("the policy is valid");
  const { github } = world;
  const clock = () => world.now;
  const memory = commitMemory();
  const reader = { github, memory, services: {}, clock };
  const { policy } = parsed;
  const of = { policy, branch: "main", since: new Date(0) };
  return { world, github, memory, reader, of };
}

describe("the history of runs, read out of GitHub", () => {
  it("has the runs of that very digest that left a journal, with their verdict, the latest end first", async () => {
    const { world, of, reader } = past();
    world.finish(world.startByHand("staging"), "deviated");
    world.now = new Date(world.now.getTime() + 5 * MINUTE);
    const second = world.startByHand("staging");
    world.finish(second, "held");
    world.github.commit({ [EXPERIMENT_PATH]: experiment("Another") });
    world.finish(world.startByHand("staging"), "held");
    const runs = await githubHistory(of, reader).runsOf(REPOSITORY, STAGING);
    expect(runs).toMatchObject([
      { run: second, verdict: "held", workflow: "chaos-tests.yml" },
      { verdict: "deviated" },
    ]);
  });

  it("takes no run for proof that left no journal, is under way, or is of a branch or another workflow", async () => {
    const { world, github, of, reader } = past();
    github.finishRun(world.startByHand("staging"), "failure");
    world.startByHand("staging");
    const name = `${EXPERIMENT}-journal.json`;
    const zip = () => zipOf({ [name]: journal("held", world.now) });
    const started = [
      { branch: "mine" },
      { path: ".github/workflows/other.yml" },
      { event: "push" },
    ];
    for (const start of started)
      github.finishRun(world.startByHand("staging", start), "success", zip());
    const runs = await githubHistory(of, reader).runsOf(REPOSITORY, STAGING);
    expect(runs).toEqual([]);
  });

  it("is not known while GitHub can't be asked", async () => {
    const { world, github, of, reader } = past();
    github.breakDown("runs");
    const fact = await observeStagingRuns(
      githubHistory(of, reader),
      REPOSITORY,
      "staging",
      Promise.resolve({
        state: "found",
        path: EXPERIMENT_PATH,
        digest: DIGEST,
        diagnostics: [],
      }),
      world.now,
    );
    expect(fact).toMatchObject({ known: false });
  });

  it("tells runs that the gate stopped from experiments, once a journal would have come", async () => {
    const { world, github, memory, of, reader } = past();
    const run = world.startByHand("staging");
    github.finishRun(run, "failure");
    const isKept = () =>
      memory.runsWithoutJournal.has(
        attemptName(github, { id: run, attempt: 1 }),
      );
    await rememberRunsWithoutJournal(of, "staging", reader);
    expect(isKept()).toBe(false);
    world.now = new Date(world.now.getTime() + 3 * MINUTE);
    await rememberRunsWithoutJournal(of, "staging", reader);
    expect(isKept()).toBe(true);
  });
});
