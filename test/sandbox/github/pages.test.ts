import { expect, it } from "vitest";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { localGitHub, send, WORKFLOW } from "./local-github.ts";

async function open(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: "text/html" } });
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(response.status).toBe(200);
  return response.text();
}

async function run(world: GitHubWorld) {
  return world.as("sarah").dispatchWorkflow(WORKFLOW, {
    experiment: "pod-failure",
    environment: "staging",
  });
}

it("an issue and its comments open where their links lead, Markdown shown and everything else escaped", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const issue = await sarah.openIssue({
    title: "<b>Chaos</b>",
    body: "**bold** <script>alert(1)</script>",
  });
  const comment = await sarah.comment(
    issue.number,
    '<!-- hidden -->\n\n| gate |\n|---|\n| ok |\n\n<details><summary>more</summary>\n\n<img src=x onerror="alert(1)">\n\n</details>\n\n[go](javascript:alert(1))',
  );
  await send(
    world,
    sarah.token,
    `POST /repos/acme/shop/issues/comments/${comment.id}/reactions`,
    { content: "rocket" },
  );
  const page = await open(comment.url);
  expect(page).toContain("&lt;b&gt;Chaos&lt;/b&gt;");
  expect(page).toContain("<strong>bold</strong>");
  expect(page).toContain(`id="issuecomment-${comment.id}"`);
  expect(page).toContain("<td>ok</td>");
  expect(page).toContain("<details><summary>more</summary>");
  expect(page).toContain("🚀 sarah");
  expect(page).not.toMatch(/<script|<img|href="javascript|hidden/);
  expect(await open(`${world.url}/`)).toContain(
    `href="/acme/shop/issues/${issue.number}"`,
  );
});

it("a run shows its steps, summary and artifacts", async () => {
  const world = await localGitHub();
  const { runId, url } = await run(world);
  expect(await open(url)).toContain("Nothing yet");
  world.runs.start(runId);
  for (const line of ["checking out", "▶ chaos", "it <broke>", "✗ chaos"])
    world.runs.addLog(runId, line);
  world.runs.summary(runId, "# Deviated");
  world.runs.uploadArtifact(runId, "journal", new Uint8Array([80, 75]));
  world.runs.complete(runId, "failure");
  const page = await open(url);
  expect(page).toContain("pod-failure in staging by sarah");
  expect(page).toContain("failure");
  expect(page).toContain("<h1>Deviated</h1>");
  expect(page).toMatch(/<details open>\s*<summary>✗ chaos<\/summary>/);
  expect(page).toContain("it &lt;broke&gt;");
  const [, artifact] =
    /href="(\/acme\/shop\/actions\/runs\/\d+\/artifacts\/1)"/.exec(page) ?? [];
  const zip = await fetch(`${world.url}${artifact}`);
  expect(new Uint8Array(await zip.arrayBuffer())).toEqual(
    new Uint8Array([80, 75]),
  );
  expect(await open(`${world.url}/acme/shop/actions`)).toContain(
    url.slice(world.url.length),
  );
});

it("a file and a commit open; what is not there says so", async () => {
  const world = await localGitHub({
    files: { "a b/ü.txt": "one\n<two>\n", "x.bin": new Uint8Array([0, 1]) },
  });
  const sha = await world.as("sarah").push({ "new.txt": "new\n" }, "A file");
  const place = `${world.url}/acme/shop`;
  const file = await open(`${place}/blob/${sha}/a%20b/%C3%BC.txt`);
  expect(file).toContain('<a id="L2" href="#L2">');
  expect(file).toContain("&lt;two&gt;");
  expect(await open(`${place}/blob/main/x.bin`)).toContain("no text");
  const commit = await open(`${place}/commit/${sha}`);
  expect(commit).toContain("A file");
  expect(commit).toContain("+new");
  for (const path of ["/acme/shop/issues/9", "/acme/shop/wiki", "/sarah"]) {
    const missing = await fetch(`${world.url}${path}`, {
      headers: { accept: "text/html" },
    });
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("There is no such page");
  }
  expect((await fetch(`${world.url}/favicon.ico`)).status).toBe(204);
  expect(world.contract.violations).toEqual([]);
});
