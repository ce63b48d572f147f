import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { halt } from "../../cli/halt/halt.ts";
import { resume } from "../../cli/halt/resume.ts";
import { type GitHubWorld, startGitHub } from "../../sandbox/github/world.ts";
import { run } from "./world.ts";

const AT = ["--repository", "acme/shop"];
let github: GitHubWorld;

beforeAll(async () => {
  github = await startGitHub({
    organisation: "acme",
    people: [
      { login: "ahmed", name: "Ahmed", permission: "write" },
      { login: "rita", name: "Rita, who may read", permission: "read" },
    ],
    teams: [],
    repository: {
      name: "shop",
      defaultBranch: "main",
      files: { "README.md": "A shop.\n" },
    },
    app: {
      id: 1,
      slug: "chaos-governor",
      webhookSecret: "a secret",
      permissions: { issues: "write" },
      events: [],
    },
  });
});
afterAll(() => github.stop());

/** Runs a command as somebody with their own token. */
const as = (login: string, command: typeof halt, ...args: string[]) =>
  run(command, [...args, ...AT], ".", {
    env: { GH_TOKEN: github.as(login).token, GITHUB_API_URL: github.apiUrl },
    fetch: globalThis.fetch,
  });

const open = async () =>
  (await github.inspect.issues()).filter(
    ({ open: isOpen, labels }) => isOpen && labels.includes("chaos-halt"),
  );

describe("chaos-governor halt and resume", () => {
  it("say that nobody has halted", async () => {
    const status = await as("ahmed", halt, "--status");
    expect(status).toMatchObject({
      exit: 1,
      stdout: "Nobody has halted experiments.\n",
    });
    expect((await as("ahmed", resume)).stdout).toBe(status.stdout);
  });

  it("open the issue that is the switch, once, and close it with a word about it", async () => {
    const halted = await as("ahmed", halt, "the pager is silent");
    expect(halted).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^halted by ahmed.*the pager is silent/),
    });
    expect(await open()).toMatchObject([
      {
        author: "ahmed",
        title: "Chaos halted: the pager is silent",
        body: expect.stringContaining("To resume, close this issue"),
      },
    ]);
    expect((await as("ahmed", halt, "again")).stdout).toBe(halted.stdout);
    expect(await as("ahmed", halt, "--status")).toMatchObject({
      exit: 0,
      stdout: halted.stdout,
    });

    const [issue] = await open();
    expect((await as("ahmed", resume, "it rings again")).exit).toBe(0);
    expect(await open()).toEqual([]);
    expect(await github.inspect.comments(issue?.number ?? 0)).toMatchObject([
      { author: "ahmed", body: expect.stringContaining("it rings again") },
    ]);
  });

  it("say that an issue whose label GitHub dropped halts nothing", async () => {
    expect(await as("rita", halt, "please")).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("halts nothing"),
    });
    expect(await open()).toEqual([]);
  });

  it("can't tell where GitHub refuses", async () => {
    const refused = await run(halt, ["--status", ...AT], ".", {
      env: { GH_TOKEN: "nobody's", GITHUB_API_URL: github.apiUrl },
      fetch: globalThis.fetch,
    });
    expect(refused).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("401"),
    });
    expect(refused.stderr).not.toContain("nobody's");
  });

  it.each([
    [halt, [...AT], /say why/],
    [halt, ["--status", "why", ...AT], /takes no reason/],
    [halt, ["why"], /missing: --repository/],
    [resume, [], /missing: --repository/],
    [resume, ["--what", ...AT], /--what/],
    [resume, AT, /GH_TOKEN/],
  ])("%o with %j is told what is wrong", async (command, args, problem) => {
    expect(await run(command, args, ".")).toMatchObject({
      exit: 2,
      stderr: expect.stringMatching(problem),
    });
  });
});
