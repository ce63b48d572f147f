import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Octokit } from "../../../providers/github/octokit.ts";
import { Pacer } from "../../../providers/github/pacer.ts";

const COMMENT = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const REACT =
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const DISPATCH =
  "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches";
const READ = "GET /repos/{owner}/{repo}/issues/{issue_number}";
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client, and what has reached GitHub. */
function github() {
  const asked: string[] = [];
  const octokit: Octokit = {
    request: async (route) => {
      asked.push(route);
      return { status: 200, headers: {}, data: {} };
    },
  };
  return { asked, client: new Pacer().paced(octokit, 7) };
}

async function send(client: Octokit, route: string, times: number) {
  for (let time = 0; time < times; time += 1) void client.request(route);
  await vi.advanceTimersByTimeAsync(0);
}

describe("what is written", () => {
  it("waits for nothing while it is little", async () => {
    const { asked, client } = github();
    await send(client, REACT, 10);
    await send(client, COMMENT, 10);
    await send(client, DISPATCH, 1);
    expect(asked).toHaveLength(21);
  });

  it("never exceeds 80 requests a minute", async () => {
    const { asked, client } = github();
    await send(client, REACT, 500);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked.length).toBeLessThanOrEqual(80);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked.length).toBeLessThanOrEqual(140);
    expect(asked.length).toBeGreaterThan(130);
  });

  it("notifies people more rarely", async () => {
    const { asked, client } = github();
    await send(client, COMMENT, 500);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked).toHaveLength(30);
  });

  it("goes out at once where it starts or stops something, whatever else waits, and counts", async () => {
    const { asked, client } = github();
    await send(client, REACT, 100);
    await send(client, DISPATCH, 1);
    expect(asked.filter((route) => route === DISPATCH)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked.length).toBeLessThanOrEqual(81);
  });

  it("does not keep a question waiting", async () => {
    const { asked, client } = github();
    await send(client, REACT, 100);
    await send(client, READ, 100);
    expect(asked.filter((route) => route === READ)).toHaveLength(100);
  });
});
