import { Octokit } from "@octokit/rest";
import { expect, onTestFinished } from "vitest";
import {
  answerProblems,
  requestProblems,
  type Route,
  routeOf,
} from "./contract.ts";
import { createGitHubRepository } from "../../../providers/github/github-repository.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";

export const APP_ID = 4711;

const silent = () => {};
export const SILENT = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
};

export interface Call extends Route {
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
  const deviations: string[] = [];
  onTestFinished(() => expect(deviations).toEqual([]));
  const fakeFetch = async (url: string, init: RequestInit) => {
    const { pathname, searchParams } = new URL(url);
    const route = routeOf(init.method ?? "GET", pathname);
    const call: Call = {
      ...route,
      query: Object.fromEntries(searchParams),
      body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
      headers: new Headers(init.headers),
    };
    calls.push(call);
    const { status = 200, body, headers = {} } = await answer(call);
    const problems = [
      ...requestProblems(route, call.query, call.body),
      ...answerProblems(route, status, body),
    ];
    deviations.push(
      ...problems.map(
        (problem) => `${route.method} ${route.template}: ${problem}`,
      ),
    );
    const text = body === undefined ? null : JSON.stringify(body);
    return new Response(text, {
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
