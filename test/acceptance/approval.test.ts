import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import {
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const repository = governedRepository();
/** A little more than the policy gives a system to recover. */
const RECOVERY_MS = 5.5 * 60_000;
const PATH = `experiments/${HOLDS}.json`;

describe("a request for production", { timeout: 120_000 }, () => {
  it("is held by each gate, refuses what does not count, runs once and is closed with its verdict", async () => {
    const { request, say, statusSays, onlooker, world } = repository();
    const issue = await request(HOLDS);
    const held = await statusSays(issue, /staging_passed/);
    for (const gate of [
      "approvals",
      "windows",
      "recent_incidents",
      "error_budget",
      "on_call",
    ])
      expect(held).toContain(gate);

    const noRole = await say("nina", issue, "/chaos approve");
    const own = await say("john", issue, "/chaos approve");
    const chat = await repository().as("mike").comment(issue, "Looks good.");
    await repository().as("mike").editComment(chat.id, "/chaos approve");
    for (const [comment, words] of [
      [noRole, "you hold none of them"],
      [own, "your own approval does not count"],
      [chat.id, "edited"],
    ] as const) {
      const answer = await eventually(`the answer to ${comment}`, () =>
        onlooker.answer(issue, comment),
      );
      expect(answer.body).toContain(words);
    }

    for (const login of ["ahmed", "sarah", "mike"])
      await say(login, issue, "/chaos approve");
    await statusSays(issue, /Approved by ahmed.*sarah.*mike/);
    expect(onlooker.dispatches()).toEqual([]);

    await repository().runByHand({ experiment: HOLDS, environment: "staging" });
    const run = await eventually(
      "the run that the app started",
      () => onlooker.runs()[0],
      { withinMs: 60_000 },
    );
    await eventually("its end", () => onlooker.finished(run.id));
    world.moveClockTo(new Date(Date.now() + RECOVERY_MS));
    await statusSays(issue, /Held/);
    const closed = await eventually("the closed request", async () => {
      const seen = await world.github.inspect.issue(issue);
      return seen?.open === false ? seen : undefined;
    });
    expect(closed.reason).toBe("completed");
    const [dispatch, ...more] = onlooker.dispatches();
    expect(more).toEqual([]);
    expect(dispatch?.inputs).toMatchObject({
      experiment: HOLDS,
      environment: "production",
      skip_validation: "false",
      request: String(issue),
      commit: await world.github.inspect.head(),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  it("loses its approvals where the experiment is changed, and says why", async () => {
    const { request, say, statusSays, world, onlooker, forgetAnswers } =
      repository();
    const before = onlooker.dispatches().length;
    world.prometheus.budgets.set("studio-hub", 0.1);
    forgetAnswers();
    const issue = await request(HOLDS);
    await statusSays(issue, /Pinned/);
    for (const login of ["ahmed", "sarah", "mike"])
      await say(login, issue, "/chaos approve");
    await statusSays(issue, /Approved by ahmed.*sarah.*mike/);

    const text = await fileHere(PATH);
    await repository()
      .as("lisa")
      .push({ [PATH]: `${text}\n` }, "a line more");
    await statusSays(issue, /Nobody has approved yet/);
    const comments = await world.github.inspect.comments(issue);
    const announced = comments.find(({ body }) =>
      body.includes("Approvals given before this comment are void"),
    );
    expect(announced).toMatchObject({ throughApp: true, edited: false });
    expect(announced?.body).toContain("because the experiment");
    expect(onlooker.dispatches()).toHaveLength(before);
    await say("john", issue, "/chaos cancel");
  });

  it("calls whose turn it is, once for what is pinned, and once more when that changes", async () => {
    const { request, say, statusSays, world, forgetAnswers } = repository();
    const policy = await fileHere(POLICY);
    const approved = policy.replace(
      "gates: {}",
      "gates: { approvals: { roles: [backend-lead, devops-lead] } }",
    );
    await repository()
      .as("lisa")
      .push({ [POLICY]: approved }, "people, too");
    const issue = await request(HOLDS, "staging");
    const called = async (login: string) => {
      const comments = await world.github.inspect.comments(issue);
      const ours = comments.filter(({ throughApp }) => throughApp);
      return ours.flatMap(({ body }) => body.split(`@${login}`).slice(1))
        .length;
    };
    const holders = ["ahmed", "mike", "sarah"];
    const calls = () => Promise.all(holders.map(called));
    await statusSays(issue, /Pinned/);
    await eventually("the call", async () =>
      (await called("sarah")) > 0 ? true : undefined,
    );

    // Neither looks that change nothing nor an approval call anybody again.
    await say("mike", issue, "/chaos approve");
    await statusSays(issue, /Approved by mike/);
    forgetAnswers();
    await say("nina", issue, "/chaos approve");
    expect(await calls()).toEqual([1, 1, 1]);

    const text = await fileHere(PATH);
    await repository()
      .as("lisa")
      .push({ [PATH]: `${text}\n\n` }, "two lines more");
    await statusSays(issue, /Nobody has approved yet/);
    await eventually("the second call", async () =>
      (await called("sarah")) > 1 ? true : undefined,
    );
    await say("nina", issue, "/chaos approve");
    expect(await calls()).toEqual([2, 2, 2]);
    await say("john", issue, "/chaos cancel");
  });
});
