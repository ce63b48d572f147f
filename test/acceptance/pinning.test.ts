import { describe, expect, it } from "vitest";
import { json } from "../../sandbox/github/front/http.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { governedRepository, HOLDS } from "./governed-repository.ts";

const repository = governedRepository();
const BOT = "chaos-governor[bot]";
/** A little more than the time after which a run that does not show is asked for again. */
const ASKED_AGAIN_MS = 3 * 60_000;

/** The runs that the app named in a request as the ones that go on. */
async function named(issue: number): Promise<number[]> {
  const comments = await repository().world.github.inspect.comments(issue);
  return comments
    .filter(({ author }) => author === BOT)
    .flatMap(
      ({ body }) =>
        /^<!-- chaos-governor:reviewed:(?<run>\d+) /m.exec(body)?.groups?.[
          "run"
        ] ?? [],
    )
    .map(Number);
}

describe("what an approved run is pinned to", { timeout: 180_000 }, () => {
  it("is a tag on the approved commit, which is removed when the run is over; the run is named in the request", async () => {
    const { request, statusSays, onlooker, world } = repository();
    const { inspect } = world.github;
    const issue = await request(HOLDS, "staging");
    await statusSays(issue, /ended with `success`/);
    const run = onlooker.runs().at(-1);
    expect(run?.branch).toMatch(
      new RegExp(`^chaos-governor/request-${issue}-.{8}$`),
    );
    expect(run).toMatchObject({
      actor: BOT,
      ref: `refs/tags/${run?.branch}`,
      commit: { sha: await inspect.head() },
      conclusion: "success",
    });
    expect(await named(issue)).toEqual([run?.id]);
    const tags = await eventually("no tags", async () =>
      (await inspect.tags()).length === 0 ? [] : undefined,
    );
    expect(tags).toEqual([]);
  });

  it("is the default branch where a ruleset forbids tags, which the request says", async () => {
    const { request, statusSays, onlooker, world } = repository();
    world.github.fail({
      match: { operation: "git/create-ref", login: BOT },
      how: 422,
    });
    const issue = await request(HOLDS, "staging");
    const status = await statusSays(issue, /ended with `success`/);
    expect(status).toContain("No tag can be made here");
    const run = onlooker.runs().at(-1);
    expect(run).toMatchObject({ branch: "main", conclusion: "success" });
    expect(await named(issue)).toEqual([run?.id]);
  });

  it("is run once where GitHub starts it, loses its answer, tells nobody, and is asked again", async () => {
    const { request, onlooker, world } = repository();
    const { github } = world;
    const before = onlooker.runs().length;
    github.webhooks.disturb({ event: "workflow_run", how: "drop", times: 50 });
    github.fail({
      match: { operation: "actions/create-workflow-dispatch", login: BOT },
      how: "after-effect",
    });
    github.fail({
      match: { operation: "actions/list-workflow-runs", login: BOT },
      times: 50,
      how: json(200, { total_count: 0, workflow_runs: [] }),
    });
    const issue = await request(HOLDS, "staging");
    const first = await eventually(
      "the first run",
      () => onlooker.runs()[before],
    );
    const second = await eventually(
      "the second run",
      () => {
        world.moveClockTo(new Date(Date.now() + ASKED_AGAIN_MS));
        return onlooker.runs()[before + 1];
      },
      // So far apart that the app can do what has become due.
      { withinMs: 90_000, everyMs: 5_000 },
    );
    const ends = await Promise.all(
      [first, second].map(({ id }) =>
        eventually(`the end of run ${id}`, () => onlooker.finished(id), {
          withinMs: 60_000,
        }),
      ),
    );
    expect(ends.map(({ conclusion }) => conclusion)).toEqual([
      "failure",
      "success",
    ]);
    expect(ends[0]?.log.join("\n")).toContain(
      `the run ${second.id} is the one that goes on for the request`,
    );
    expect(await named(issue)).toEqual([second.id]);
    expect(onlooker.runs()).toHaveLength(before + 2);
  });
});
