import { afterEach } from "vitest";
import type { GitHubOptions } from "../../../sandbox/github/options.ts";
import {
  type GitHubWorld,
  startGitHub,
} from "../../../sandbox/github/world.ts";

export const SECRET = "a webhook secret";
export const APP_ID = 4_711;
export const WORKFLOW = "chaos.yml";

const CHAOS = `name: Chaos tests
run-name: \${{ inputs.experiment }} in \${{ inputs.environment }} by \${{ github.actor }}
on:
  workflow_dispatch:
    inputs:
      experiment: { required: true, type: string }
      environment: { required: true, type: choice, options: [staging, production] }
      skip_validation: { type: boolean, default: false }
permissions:
  contents: read
  issues: write
jobs:
  chaos:
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
`;

const worlds: GitHubWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});

/**
 * A GitHub with the organisation acme and its repository shop, stopped after the test: ahmed administers it, sarah
 * writes, tom triages, mike reads, and zoe has left.
 */
export async function localGitHub(
  options: {
    files?: Record<string, string | Uint8Array>;
    organisationFiles?: Record<string, string>;
    app?: Partial<GitHubOptions["app"]>;
    port?: number;
  } = {},
): Promise<GitHubWorld> {
  const world = await startGitHub({
    ...(options.port !== undefined && { port: options.port }),
    ...(options.organisationFiles && {
      organisationFiles: options.organisationFiles,
    }),
    organisation: "acme",
    people: [
      { login: "ahmed", name: "Ahmed", permission: "admin" },
      { login: "sarah", name: "Sarah", permission: "write" },
      { login: "tom", name: "Tom", permission: "triage" },
      { login: "mike", name: "Mike", permission: "read" },
      { login: "zoe", name: "Zoe", permission: "none" },
    ],
    teams: [
      { slug: "on-call", members: ["ahmed"] },
      { slug: "database", members: ["sarah", "mike"], parent: "on-call" },
    ],
    repository: {
      name: "shop",
      defaultBranch: "main",
      files: {
        "README.md": "# Shop\n",
        [`.github/workflows/${WORKFLOW}`]: CHAOS,
        ...options.files,
      },
    },
    app: {
      id: APP_ID,
      slug: "chaos-governor",
      webhookSecret: SECRET,
      permissions: {
        actions: "write",
        checks: "write",
        contents: "read",
        issues: "write",
        members: "read",
        metadata: "read",
        pull_requests: "read",
      },
      events: [
        "check_run",
        "issue_comment",
        "issues",
        "pull_request",
        "push",
        "workflow_run",
      ],
      ...options.app,
    },
  });
  worlds.push(world);
  return world;
}

/** A request to the API with one's own token. */
export async function send(
  world: GitHubWorld,
  token: string,
  route: string,
  body?: unknown,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const [method = "GET", path = "/"] = route.split(" ");
  const response = await fetch(`${world.apiUrl}${path}`, {
    method,
    redirect: "manual",
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
}
