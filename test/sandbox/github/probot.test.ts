import { expect, it } from "vitest";
import type { Context } from "probot";
import { eventually } from "../../../sandbox/eventually.ts";
import { probotApp } from "./app.ts";
import { localGitHub, WORKFLOW } from "./local-github.ts";

const REPOSITORY = { owner: "acme", repo: "shop" };

/** Answers a comment `/chaos run` as the product will: it reacts, comments, and starts the workflow. */
async function answer({
  octokit,
  payload,
}: Context<"issue_comment.created">): Promise<void> {
  if (payload.comment.body !== "/chaos run") return;
  await octokit.rest.reactions.createForIssueComment({
    ...REPOSITORY,
    comment_id: payload.comment.id,
    content: "rocket",
  });
  await octokit.rest.issues.createComment({
    ...REPOSITORY,
    issue_number: payload.issue.number,
    body: `started for ${payload.sender.login}`,
  });
  await octokit.request(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    {
      ...REPOSITORY,
      workflow_id: WORKFLOW,
      ref: payload.repository.default_branch,
      inputs: { experiment: "pod-failure", environment: "production" },
      return_run_details: true,
    },
  );
}

it("an app comments, reacts, starts a workflow, follows it and reads its artifact, all as GitHub describes it", async () => {
  const world = await localGitHub();
  const followed: string[] = [];
  let journal: ArrayBuffer | undefined;
  await probotApp(world, (app) => {
    app.on("issue_comment.created", answer);
    app.on("workflow_run", async ({ octokit, payload }) => {
      followed.push(payload.action);
      if (payload.action !== "completed") return;
      const run_id = payload.workflow_run.id;
      const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({
        ...REPOSITORY,
        run_id,
        name: "journal",
      });
      const zip = await octokit.rest.actions.downloadArtifact({
        ...REPOSITORY,
        artifact_id: data.artifacts[0]?.id ?? 0,
        archive_format: "zip",
      });
      if (zip.data instanceof ArrayBuffer) journal = zip.data;
    });
  });
  world.runs.onQueued(({ id }) => {
    world.runs.start(id);
    world.runs.uploadArtifact(id, "journal", new Uint8Array([80, 75, 3, 4]));
    world.runs.complete(id, "success");
  });

  const issue = await world
    .as("mike")
    .openIssue({ title: "Chaos", body: "please" });
  const asked = await world.as("sarah").comment(issue.number, "/chaos run");
  const zip = await eventually("the journal", () => journal);

  expect([...new Uint8Array(zip)]).toEqual([80, 75, 3, 4]);
  expect(followed.toSorted()).toEqual([
    "completed",
    "in_progress",
    "requested",
  ]);
  const comments = await world.inspect.comments(issue.number);
  expect(
    comments.map(({ id, author, throughApp, body, reactions }) => ({
      id,
      author,
      throughApp,
      body,
      reactions: reactions.map(({ login, content }) => `${login} ${content}`),
    })),
  ).toEqual([
    {
      id: asked.id,
      author: "sarah",
      throughApp: false,
      body: "/chaos run",
      reactions: ["chaos-governor[bot] rocket"],
    },
    {
      id: asked.id + 1,
      author: "chaos-governor[bot]",
      throughApp: true,
      body: "started for sarah",
      reactions: [],
    },
  ]);
  expect(world.inspect.dispatches()).toMatchObject([
    { by: "chaos-governor[bot]", workflow: WORKFLOW, ref: "main" },
  ]);
  expect(world.inspect.runs().map(({ title }) => title)).toEqual([
    "pod-failure in production by chaos-governor[bot]",
  ]);
  expect(world.webhooks.deliveries.map(({ status }) => status)).toEqual(
    world.webhooks.deliveries.map(() => 200),
  );
  expect(world.contract.violations).toEqual([]);
});

it("a webhook that is signed with another secret is refused by the app", async () => {
  const world = await localGitHub({ app: { webhookSecret: "another" } });
  let heard = 0;
  await probotApp(world, (app) => {
    app.on("issues", () => {
      heard += 1;
    });
  });
  await world.as("sarah").openIssue({ title: "Hello", body: "" });
  const delivery = await eventually("the delivery's answer", () =>
    world.webhooks.deliveries.find(({ status }) => status !== undefined),
  );
  expect(delivery.status).toBe(400);
  expect(heard).toBe(0);
});
