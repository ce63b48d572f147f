import { Octokit } from "@octokit/rest";
import { expect, onTestFinished } from "vitest";
import { createGitHubRepository } from "../../../providers/github/github-repository.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import { createContract } from "../../../sandbox/github/contract/contract.ts";
import { exchangeFor } from "./exchange.ts";

export const APP_ID = 4711;

const silent = () => {};
export const SILENT = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
};

export interface Call {
  /** GitHub's name for what is asked: `issues/create-comment`. */
  operation: string;
  /** Those in the path. */
  parameters: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  headers: Headers;
}

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * A repository whose GitHub is a function. Every request and every answer is held to GitHub's own description of its
 * API; a deviation fails the test.
 */
export function repositoryWith(
  answer: (call: Call) => Answer | Promise<Answer>,
  download?: typeof fetch,
): { github: GitHubRepository; calls: Call[] } {
  const calls: Call[] = [];
  const contract = createContract();
  onTestFinished(() => expect(contract.violations).toEqual([]));
  const fakeFetch = async (url: string, init: RequestInit) => {
    const exchange = exchangeFor(init.method ?? "GET", new URL(url));
    const sent: unknown =
      typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    contract.request(exchange, sent);
    const call: Call = {
      operation: exchange.operation.id,
      parameters: exchange.parameters,
      query: Object.fromEntries(exchange.query),
      body: sent,
      headers: new Headers(init.headers),
    };
    calls.push(call);
    const { status = 200, body, headers = {} } = await answer(call);
    const text = body === undefined ? undefined : JSON.stringify(body);
    contract.answer(exchange, status, text && JSON.parse(text));
    return new Response(text ?? null, {
      status,
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...headers,
      },
    });
  };
  const octokit = new Octokit({
    auth: "secret",
    request: { fetch: fakeFetch },
    log: SILENT,
  });
  const github = createGitHubRepository(octokit, {
    owner: "octo",
    name: "studio",
    appId: APP_ID,
    ...(download && { fetch: download }),
  });
  return { github, calls };
}
