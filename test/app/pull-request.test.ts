import { expect, it, onTestFinished } from "vitest";
import { createApp } from "../../app/index.ts";
import { openDatabase } from "../../app/store/database.ts";
import { openQueue } from "../../app/store/queue.ts";
import { eventually } from "../../sandbox/eventually.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { listeningApp } from "./listening-app.ts";
import { localGitHub } from "../sandbox/github/local-github.ts";
import { settingsOn } from "./settings-for-tests.ts";
import { silentLog } from "./silent-log.ts";

const POLICY = `
version: 1
roles: {}
environments:
  staging: { workflow: chaos.yml }
`;

const PATH = "experiments/pod-failure.yaml";
const BROKEN = `title: The pod fails
description: What happens without it
steady-state-hypothesis:
  title: The shop answers
  probes:
    - type: probe
      name: shop-answers
      tolerance: 200
      provider: { type: http, url: "https://shop.test/health", timeout: 5 }
methods: []
`;

const clock = () => new Date();

/** The app itself, with its queue and database, behind Probot. */
async function startApp(world: GitHubWorld): Promise<void> {
  const database = await openDatabase({ memory: true });
  const queue = await openQueue({ database, clock, log: silentLog });
  onTestFinished(async () => {
    await queue.stop();
    await database.close();
  });
  await listeningApp(
    world,
    createApp({
      settings: settingsOn(world),
      database,
      queue,
      clock,
      log: silentLog,
    }),
  );
}

it(
  "a pull request that breaks an experiment gets a failed check with annotations; mended, it passes; re-run, it is made again",
  { timeout: 60_000 },
  async () => {
    const world = await localGitHub({
      files: { ".github/chaos-governor.yml": POLICY },
    });
    await startApp(world);
    const sarah = world.as("sarah");
    const { number, head } = await sarah.openPullRequest("topic", {
      [PATH]: BROKEN,
    });
    const concluded = (commit: string) =>
      eventually(`a check of ${commit}`, () =>
        world.checks.all.find(
          (check) => check.commit === commit && check.conclusion !== undefined,
        ),
      );
    const broken = await concluded(head);
    expect(broken).toMatchObject({
      name: "chaos-governor / experiments",
      conclusion: "failure",
      externalId: expect.stringContaining(`pull-request-${number}:`),
    });
    expect(broken.annotations).toContainEqual(
      expect.objectContaining({
        path: PATH,
        start_line: 10,
        annotation_level: "failure",
        message: expect.stringContaining("methods"),
      }),
    );

    const mended = BROKEN.replace("methods:", "method:");
    const next = await sarah.push({ [PATH]: mended }, "Mend it", "topic");
    const sound = await concluded(next);
    expect(
      sound.annotations.map(({ annotation_level }) => annotation_level),
    ).not.toContain("failure");

    world.checks.rerun("sarah", sound.id);
    const again = await eventually("a third check", () => world.checks.all[2]);
    expect(again.conclusion).toBe(sound.conclusion);
    expect(world.contract.violations).toEqual([]);
  },
);
