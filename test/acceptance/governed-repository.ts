import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { requestForm } from "../../core/request/form.ts";
import { setClock } from "../../sandbox/clock.ts";
import { eventually } from "../../sandbox/eventually.ts";
import type { Run } from "../../sandbox/github/run.ts";
import type { Person } from "../../sandbox/github/person.ts";
import { createOnlooker, type Onlooker } from "../../sandbox/onlooker.ts";
import { startWorld, type World } from "../../sandbox/world.ts";

const ROOT = join(import.meta.dirname, "../..");
const ANSWERS_ARE_KEPT_MS = 30_000;
const WORKFLOW = "chaos-tests.yml";
export const POLICY = ".github/chaos-governor.yml";
/** Its recorded run held, whoever replays it. */
export const HOLDS = "sandbox-dependency-outage";
export const FAILS = "sandbox-slow-dependency";

/** A repository that the app governs: the app's own process, the local GitHub, and a runner that replays journals. */
export interface GovernedRepository {
  world: World;
  onlooker: Onlooker;
  as: (login: string) => Person;
  /** Asks by the issue form. @returns the request's number */
  request: (experiment: string, environment?: string) => Promise<number>;
  /** Comments, and waits for the app's reaction to it. @returns the comment's id */
  say: (login: string, issue: number, words: string) => Promise<number>;
  /** Starts the workflow by hand and waits for its end. @returns the run */
  runByHand: (inputs: Record<string, string>) => Promise<Run>;
  /** Moves the clock so far that the app asks its services anew, and uses no answer that it kept. */
  forgetAnswers: () => void;
  /** Waits until the request's status says so. @returns the status comment's text */
  statusSays: (issue: number, words: RegExp) => Promise<string>;
}

/**
 * Starts it once for a file's tests, on a Tuesday at noon, when the policy's windows are open. At the end, all that was
 * said between the app and GitHub has to be as GitHub describes its API.
 *
 * @param settings the operator's, besides what leads to the world
 * @param organisationFiles by path, what the organisation's repository `.github` holds; absent: there is none
 * @param runTakes how long a replayed run takes, in seconds
 * @param watched who listens to the app's process
 */
export function governedRepository(
  settings: () => Promise<Record<string, string>> = async () => ({}),
  organisationFiles?: Record<string, string>,
  runTakes = 0,
  watched?: Parameters<typeof startWorld>[5],
): () => GovernedRepository {
  let repository: GovernedRepository | undefined;
  beforeAll(async () => {
    setClock(untilTuesdayNoon(new Date()));
    const silent = { chapter() {}, tell() {}, progress() {} };
    const world = await startWorld(
      silent,
      new AbortController().signal,
      {
        ...process.env,
        CHAOS_GOVERNOR_SANDBOX_REPLAY: "1",
        CHAOS_HOLD_SECONDS: String(runTakes),
      },
      await settings(),
      organisationFiles,
      watched,
    );
    repository = governed(world);
  });
  afterAll(async () => {
    await repository?.world.stop();
    expect(repository?.world.github.contract.violations).toEqual([]);
  });
  return () => {
    if (!repository) throw new Error("the world is not up");
    return repository;
  };
}

function governed(world: World): GovernedRepository {
  const { github } = world;
  const onlooker = createOnlooker(github);
  return {
    world,
    onlooker,
    as: (login) => github.as(login),
    async request(experiment, environment = "production") {
      const { number } = await github.as("john").openIssue({
        title: `Chaos experiment: ${experiment} in ${environment}`,
        body: requestForm({ experiment, environment, reason: "To know." }),
        labels: ["chaos-request"],
      });
      return number;
    },
    async say(login, issue, words) {
      const { id } = await github.as(login).comment(issue, words);
      await eventually(`a reaction to "${words}"`, async () =>
        (await onlooker.reactions(issue, id)).length > 0 ? true : undefined,
      );
      return id;
    },
    async runByHand(inputs) {
      const { runId } = await github
        .as("nina")
        .dispatchWorkflow(WORKFLOW, { skip_validation: "false", ...inputs });
      return eventually(`the end of run ${runId}`, () =>
        onlooker.finished(runId),
      );
    },
    forgetAnswers: () =>
      world.moveClockTo(new Date(Date.now() + ANSWERS_ARE_KEPT_MS)),
    async statusSays(issue, words) {
      let last = "nothing yet";
      return eventually(
        () => `a status of #${issue} that says ${words}; it says: ${last}`,
        async () => {
          last = (await onlooker.status(issue))?.body ?? last;
          return words.test(last) ? last : undefined;
        },
        { withinMs: 60_000 },
      );
    },
  };
}

/** A file of this repository, of which the governed one is made. */
export const fileHere = (path: string) => readFile(join(ROOT, path), "utf8");

function untilTuesdayNoon(now: Date): number {
  const tuesday = new Date(now);
  tuesday.setUTCHours(12, 0, 0, 0);
  do tuesday.setUTCDate(tuesday.getUTCDate() + 1);
  while (tuesday.getUTCDay() !== 2);
  return tuesday.getTime() - now.getTime();
}
