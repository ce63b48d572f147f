import { describe, expect, it } from "vitest";
import { dispatchMark } from "../../core/request/override-mark.ts";
import { reviewMark } from "../../core/request/review-mark.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { HOLDS } from "../acceptance/governed-repository.ts";
import { attackedRepository, BOT, WORKFLOW } from "./attacked-repository.ts";

const repository = attackedRepository();
const NOBODY = /Nobody has approved yet/;
/** More than GitHub shows on the largest page. */
const NOISE = 120;

async function oursIn(issue: number) {
  const comments = await repository().world.github.inspect.comments(issue);
  return comments.filter(({ throughApp }) => throughApp);
}

describe("who may push and holds no role", { timeout: 180_000 }, () => {
  it("copies the app's hidden markers, from an approved request and to the gate step, and nothing is believed", async () => {
    const { ask, approve, settled, statusSays, as, world, onlooker } =
      repository();
    const approved = await ask();
    await approve(approved);
    await statusSays(approved, /Held/);
    const issue = await ask();
    for (const { body } of await oursIn(approved))
      await as("nina").comment(issue, body);
    const [dispatch] = onlooker.dispatches();
    const commit = await world.github.inspect.head();
    const digest = String(dispatch?.inputs["digest"]);
    const { runId } = await as("nina").dispatchWorkflow(WORKFLOW, {
      experiment: HOLDS,
      environment: "staging",
      request: String(issue),
      correlation: "forged",
      digest,
      commit,
    });
    const reviewed = { digest, commit, environment: "staging" };
    await as("nina").comment(
      issue,
      [
        dispatchMark("forged", [{ gate: "approvals", until: new Date() }]),
        reviewMark({ ...reviewed, run: runId, attempt: 1 }, []),
      ].join("\n"),
    );
    await settled(issue);
    expect(await statusSays(issue, NOBODY)).not.toContain("Approved by");
    const run = await eventually("its end", () => onlooker.finished(runId));
    expect(run.conclusion).toBe("failure");
  });

  it("edits what others wrote, the app included, and an edited comment says nothing", async () => {
    const { ask, say, settled, statusSays, as, onlooker } = repository();
    const issue = await ask();
    const kind = await as("mike").comment(issue, "Thank you!");
    const real = await say("sarah", issue, "/chaos recheck");
    const [pinned] = await oursIn(issue);
    await as("nina").editComment(kind.id, "/chaos approve");
    await as("nina").editComment(real, "/chaos approve");
    await as("nina").editComment(
      pinned?.id ?? 0,
      `${pinned?.body.replaceAll(/sha256:[0-9a-f]+/g, "sha256:0")}\nApproved by everybody.`,
    );
    await settled(issue);
    const answer = await eventually("the answer", () =>
      onlooker.answer(issue, kind.id),
    );
    expect(answer.body).toContain("edited");
    expect(await statusSays(issue, NOBODY)).not.toContain("by everybody");
  });

  it("has role holders quote a command, show it as code or speak of it, and none of that is one", async () => {
    const { ask, settled, statusSays, as } = repository();
    const issue = await ask();
    const quotes = [
      "> /chaos approve",
      "```\n/chaos approve\n```",
      "~~~~\n/chaos approve\n~~~\n/chaos approve",
      "    /chaos approve",
      "`/chaos approve`",
      "<!--\n/chaos approve\n-->",
      "I will not say /chaos approve",
      "<pre>\n/chaos approve\n</pre>",
    ];
    for (const login of ["sarah", "mike"])
      for (const words of quotes) await as(login).comment(issue, words);
    await settled(issue);
    expect(await statusSays(issue, NOBODY)).not.toContain("Approved by");
  });

  it("lets a workflow's bot approve, and no bot holds a role", async () => {
    const { ask, settled, statusSays, as, api, world } = repository();
    const issue = await ask();
    world.github.protection.protect("production");
    const { runId } = await as("nina").dispatchWorkflow(WORKFLOW, {
      experiment: HOLDS,
      environment: "production",
    });
    const token = world.github.runs.token(runId);
    const [status] = await oursIn(issue);
    for (const body of ["/chaos approve", status?.body ?? ""])
      await api(token, "POST", `/issues/${issue}/comments`, { body });
    await settled(issue);
    await statusSays(issue, NOBODY);
    const comments = await world.github.inspect.comments(issue);
    expect(comments.map(({ author }) => author)).toContain(
      "github-actions[bot]",
    );
    await as("nina").cancelRun(runId);
  });

  it("uses the word of who left the organisation, the team or the role since, and it counts no more", async () => {
    const { ask, say, settled, statusSays, world, policy, forgetAnswers } =
      repository();
    const left = await ask();
    await say("sarah", left, "/chaos approve");
    await statusSays(left, /Approved by sarah/);
    await world.github.setPermission("sarah", "none");
    forgetAnswers();
    await say("mike", left, "/chaos approve");
    await settled(left);
    await statusSays(left, /Approved by mike/);
    await world.github.setPermission("sarah", "write");
    await say("john", left, "/chaos cancel");

    await policy((document) =>
      document.setIn(["roles", "backend-lead"], { primary: "odavl/backend" }),
    );
    forgetAnswers();
    const inTeam = await ask();
    await say("lisa", inTeam, "/chaos approve");
    await statusSays(inTeam, /Approved by lisa/);
    await world.github.leaveTeam("lisa", "backend");
    forgetAnswers();
    await say("mike", inTeam, "/chaos approve");
    await settled(inTeam);
    await statusSays(inTeam, /Approved by mike/);

    await policy();
    forgetAnswers();
    await say("john", inTeam, "/chaos cancel");
    const role = await ask();
    await say("sarah", role, "/chaos approve");
    await statusSays(role, /Approved by sarah/);
    await policy((document) =>
      document.setIn(["roles", "backend-lead"], { primary: "lisa" }),
    );
    await statusSays(role, NOBODY);
    await say("sarah", role, "/chaos approve");
    await say("mike", role, "/chaos approve");
    await settled(role);
    expect(await statusSays(role, /Approved by mike/)).not.toMatch(/by sarah/);
    await policy();
    await say("john", role, "/chaos cancel");
  });

  it("writes so much, and a wrong approval first, that a right one stands on the second page, and that is seen too", async () => {
    const { ask, say, statusSays, as, onlooker, isApproved } = repository();
    const issue = await ask();
    const starts = onlooker.dispatches().length;
    await say("nina", issue, "/chaos approve");
    for (let count = 0; count < NOISE; count += 1)
      await as("nina").comment(issue, `Noise ${count}`);
    await say("mike", issue, "/chaos approve");
    await statusSays(issue, /Approved by mike/);
    await say("mike", issue, "/chaos withdraw");
    await statusSays(issue, NOBODY);
    await say("sarah", issue, "/chaos approve");
    await statusSays(issue, /Approved by sarah/);
    expect(onlooker.dispatches()).toHaveLength(starts);
    isApproved(issue);
    await say("mike", issue, "/chaos approve");
    await statusSays(issue, /Running|Held|judged/);
    expect(onlooker.dispatches().at(-1)).toMatchObject({
      by: BOT,
      inputs: { request: String(issue) },
    });
  });
});
