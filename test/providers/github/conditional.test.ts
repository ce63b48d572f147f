import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { AnswerMemory } from "../../../providers/github/answer-memory.ts";
import { listBy, send } from "../../../providers/github/ask.ts";
import { conditionally } from "../../../providers/github/conditional.ts";
import { SILENT } from "./fake-github.ts";

const ROUTE = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const parameters = { owner: "octo", repo: "studio", issue_number: 7 };
const question = { doing: "read the comments", route: ROUTE, parameters };

/** GitHub as far as it matters here: what it says of each page, and what it was asked. */
function github(pages: Record<string, { body: unknown; link?: string }>) {
  const asked: { page: string; status: number }[] = [];
  const memory = new AnswerMemory();
  const octokit = new Octokit({
    log: SILENT,
    request: {
      fetch: async (url: string, { headers, method }: RequestInit) => {
        const page = new URL(url).searchParams.get("page") ?? "1";
        const { body, link } = pages[page] ?? { body: [] };
        const text = JSON.stringify(body);
        const etag = `"${Buffer.from(text).toString("base64")}"`;
        const known = new Headers(headers).get("if-none-match") === etag;
        const status = method === "GET" && known ? 304 : 200;
        asked.push({ page, status });
        return new Response(known ? null : text, {
          status,
          headers: {
            etag,
            "content-type": "application/json",
            ...(link !== undefined && { link: `<${link}>; rel="next"` }),
          },
        });
      },
    },
  });
  const client = (whose = "1") => conditionally(octokit, memory, whose);
  return { pages, asked, client };
}

const read = async (octokit: ReturnType<typeof conditionally>) =>
  (await send(octokit, question)).data;

const readAll = (octokit: ReturnType<typeof conditionally>) =>
  listBy(
    octokit,
    { ...question, answer: z.array(z.object({ id: z.number() })) },
    ({ id }) => id,
  );

const NEXT = "https://api.github.com/x?page=2";
const hundred = Array.from({ length: 100 }, (_, id) => ({ id }));

describe("an answer that did not change", () => {
  it("is asked for by its name and read again from memory", async () => {
    const { asked, client } = github({ "1": { body: [{ id: 1 }] } });
    expect(await read(client())).toEqual([{ id: 1 }]);
    expect(await read(client())).toEqual([{ id: 1 }]);
    expect(asked.map(({ status }) => status)).toEqual([200, 304]);
  });

  it("is one's own copy each time", async () => {
    const { client } = github({ "1": { body: [{ id: 1 }] } });
    const first = await read(client());
    expect(await read(client())).not.toBe(first);
  });

  it("of another installation is not shown", async () => {
    const { asked, client } = github({ "1": { body: [{ id: 1 }] } });
    await read(client("1"));
    await read(client("2"));
    expect(asked.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("still says where the next page is", async () => {
    const { asked, client } = github({
      "1": { body: hundred, link: NEXT },
      "2": { body: [{ id: 100 }] },
    });
    await readAll(client());
    expect(await readAll(client())).toHaveLength(101);
    expect(asked.map(({ page, status }) => `${page}: ${status}`)).toEqual([
      "1: 200",
      "2: 200",
      "1: 304",
      "2: 304",
    ]);
  });
});

describe("an answer that changed", () => {
  it("is the new one, and from then on the one that is remembered", async () => {
    const { pages, asked, client } = github({ "1": { body: [{ id: 1 }] } });
    await read(client());
    pages["1"] = { body: [{ id: 1 }, { id: 2 }] };
    expect(await read(client())).toHaveLength(2);
    expect(await read(client())).toHaveLength(2);
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 304]);
  });

  it("is seen where only a page was added to a full one", async () => {
    const { pages, client } = github({ "1": { body: hundred } });
    expect(await readAll(client())).toHaveLength(100);
    pages["1"] = { body: hundred, link: NEXT };
    pages["2"] = { body: [{ id: 100 }] };
    expect(await readAll(client())).toHaveLength(101);
  });
});

it("what changes something is sent as it is, each time", async () => {
  const { asked, client } = github({ "1": { body: { id: 1 } } });
  const react = () =>
    client().request(
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
      { owner: "octo", repo: "studio", comment_id: 1, content: "+1" },
    );
  await react();
  await react();
  expect(asked.map(({ status }) => status)).toEqual([200, 200]);
});

const answer = (text: string) => ({ etag: "e", text, link: undefined });

describe("the memory of answers", () => {
  it("lets go of what was not asked for the longest where it is full", () => {
    const memory = new AnswerMemory(30);
    memory.keep("a", answer("x".repeat(10)));
    memory.keep("b", answer("x".repeat(10)));
    memory.recall("a");
    memory.keep("c", answer("x".repeat(10)));
    expect(memory.recall("b")).toBeUndefined();
    expect(memory.recall("a")).toBeDefined();
    expect(memory.recall("c")).toBeDefined();
  });

  it("counts what it forgot as room", () => {
    const memory = new AnswerMemory(30);
    memory.keep("a", answer("x".repeat(20)));
    memory.forget("a");
    memory.keep("b", answer("x".repeat(20)));
    expect(memory.recall("b")).toBeDefined();
  });

  it("keeps nothing that is as large as many others together", () => {
    const memory = new AnswerMemory();
    memory.keep("a", answer("x".repeat(2_000_001)));
    expect(memory.recall("a")).toBeUndefined();
  });
});
