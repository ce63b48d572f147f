import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { eventually } from "../../../sandbox/eventually.ts";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { localGitHub, SECRET, WORKFLOW } from "./local-github.ts";

interface Received {
  event: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** Listens where the app would. */
async function receiver(world: GitHubWorld): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { headers } = request;
      const event = String(headers["x-github-event"]);
      received.push({ event, headers, body, at: performance.now() });
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a port was expected");
  world.webhooks.url = `http://127.0.0.1:${address.port}/hook`;
  return received;
}

/** Waits until so many deliveries came to their end. */
async function ended(world: GitHubWorld, count: number) {
  return eventually(`${count} deliveries`, () => {
    const { deliveries } = world.webhooks;
    const over = deliveries.filter(
      ({ status, failure }) => status !== undefined || failure !== undefined,
    );
    return over.length === count ? deliveries : undefined;
  });
}

it("every event is signed, has an id of its own, and looks as GitHub describes it", async () => {
  const world = await localGitHub();
  const received = await receiver(world);
  const sarah = world.as("sarah");
  const { number } = await sarah.openIssue({ title: "Chaos", body: "one" });
  await sarah.editIssue(number, { title: "More chaos", body: "two" });
  await sarah.editIssue(number, { labels: ["chaos"] });
  await sarah.editIssue(number, { labels: [] });
  const { id } = await sarah.comment(number, "/chaos approve");
  await sarah.editComment(id, "/chaos deny");
  await sarah.deleteComment(id);
  await sarah.closeIssue(number);
  await sarah.reopenIssue(number);
  const sha = await sarah.push({ "a.txt": "a" }, "A file");
  const inputs = { experiment: "x", environment: "staging" };
  const { runId } = await sarah.dispatchWorkflow(WORKFLOW, inputs);
  world.runs.start(runId);
  world.runs.complete(runId, "success");

  const deliveries = await ended(world, 13);
  expect(
    deliveries
      .map(({ event, action }) => `${event} ${action ?? ""}`)
      .toSorted(),
  ).toEqual([
    "issue_comment created",
    "issue_comment deleted",
    "issue_comment edited",
    "issues closed",
    "issues edited",
    "issues labeled",
    "issues opened",
    "issues reopened",
    "issues unlabeled",
    "push ",
    "workflow_run completed",
    "workflow_run in_progress",
    "workflow_run requested",
  ]);
  expect(new Set(deliveries.map((delivery) => delivery.id)).size).toBe(13);
  for (const { headers, body } of received) {
    const digest = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${digest}`);
    expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
  }
  const payload = (event: string, action?: string) =>
    deliveries.find((one) => one.event === event && one.action === action)
      ?.payload;
  expect(payload("issues", "edited")).toMatchObject({
    changes: { title: { from: "Chaos" }, body: { from: "one" } },
    repository: { full_name: "acme/shop" },
    organization: { login: "acme" },
    installation: { id: world.installationId },
    sender: { login: "sarah" },
  });
  expect(payload("issue_comment", "edited")).toMatchObject({
    changes: { body: { from: "/chaos approve" } },
    comment: { body: "/chaos deny" },
  });
  expect(payload("push")).toMatchObject({
    ref: "refs/heads/main",
    after: sha,
    commits: [{ id: sha, added: ["a.txt"], modified: [], removed: [] }],
  });
  expect(world.contract.violations).toEqual([]);
});

it("only the events that the App has asked for are delivered", async () => {
  const world = await localGitHub({ app: { events: ["issue_comment"] } });
  await receiver(world);
  const sarah = world.as("sarah");
  const { number } = await sarah.openIssue({ title: "Chaos", body: "" });
  await sarah.dispatchWorkflow(WORKFLOW, {
    experiment: "x",
    environment: "staging",
  });
  await sarah.comment(number, "hello");
  const deliveries = await ended(world, 1);
  expect(deliveries.map(({ event }) => event)).toEqual(["issue_comment"]);
});

it("a delivery can be lost, doubled, late, and made again", async () => {
  const world = await localGitHub();
  const received = await receiver(world);
  const { webhooks } = world;
  webhooks.disturb({ event: "issues", action: "opened", how: "drop" });
  webhooks.disturb({ event: "issue_comment", how: "double" });
  webhooks.disturb({ event: "issues", action: "closed", how: { delayMs: 50 } });
  const sarah = world.as("sarah");
  const { number } = await sarah.openIssue({ title: "Chaos", body: "" });
  await sarah.comment(number, "hello");
  const closing = performance.now();
  await sarah.closeIssue(number);
  const deliveries = await ended(world, 3);
  const [first, second, third] = received.toSorted((a, b) =>
    a.event.localeCompare(b.event),
  );
  expect(received).toHaveLength(3);
  expect(first?.event).toBe("issue_comment");
  expect(second?.body).toBe(first?.body);
  expect(third?.event).toBe("issues");
  // Timers may fire a moment early.
  expect((third?.at ?? 0) - closing).toBeGreaterThan(49);

  const lost = deliveries.find(({ action }) => action === "opened");
  expect(lost?.failure).toBe("dropped on purpose");
  await webhooks.redeliver(lost?.id ?? "");
  expect(received.at(-1)?.headers["x-github-delivery"]).toBe(lost?.id);
  await expect(webhooks.redeliver("nothing")).rejects.toThrow(
    "there was no delivery nothing",
  );
});

it("an app that does not listen is no trouble of GitHub's", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  await sarah.openIssue({ title: "Chaos", body: "" });
  expect((await ended(world, 1))[0]?.failure).toBe(
    "the app has no webhook URL",
  );
  world.webhooks.url = "http://127.0.0.1:1/";
  await sarah.openIssue({ title: "Chaos", body: "" });
  expect((await ended(world, 2))[1]?.failure).toBeDefined();
});
