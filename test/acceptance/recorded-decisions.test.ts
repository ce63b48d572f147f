import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { eventually } from "../../sandbox/eventually.ts";
import { governor } from "./command-line.ts";
import {
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const repository = governedRepository(async () => ({ OPERATOR_TOKEN: TOKEN }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recorded-decisions-"));
});
afterAll(() => rm(folder, { recursive: true }));

const name = () => new URL(repository().world.repositoryUrl).pathname.slice(1);

const run = (...args: string[]) =>
  governor(repository().world.appUrl, TOKEN, ...args);

/** The policy, by which production is closed on Tuesdays, too. */
async function closedOnTuesdays(): Promise<string> {
  const policy = parseDocument(await fileHere(POLICY));
  policy.addIn(
    ["environments", "production", "gates", "windows", "blackout"],
    policy.createNode({ days: ["tue"], from: "00:00", to: "24:00" }),
  );
  return policy.toString();
}

describe("a run that was approved", { timeout: 180_000 }, () => {
  let issue: number;

  it("can be explained later: every decision of the app is replayed bit for bit", async () => {
    const { request, say, statusSays, onlooker, runByHand, world } =
      repository();
    issue = await request(HOLDS);
    await statusSays(issue, /staging_passed/);
    for (const login of ["ahmed", "sarah", "mike"])
      await say(login, issue, "/chaos approve");
    await runByHand({ experiment: HOLDS, environment: "staging" });
    await eventually("the run that the app started", () => onlooker.runs()[0], {
      withinMs: 60_000,
    });

    const replayed = await run("replay", `${name()}#${issue}`);
    expect(replayed).toMatchObject({ exit: 0, stderr: "" });
    expect(replayed.stdout).toMatch(/^REFUSE, by the policy at /m);
    expect(replayed.stdout).toMatch(
      /^ALLOW, by the policy at \w+; replayed: the same, bit for bit$/m,
    );
    expect(replayed.stdout).toContain("all come out the same");

    const refused = await fetch(
      `${world.appUrl}/api/repositories/${name()}/requests/${issue}/decisions`,
    );
    expect(refused.status).toBe(401);
  });

  it("is simulated by a change of the policy before that is merged: at the terminal, and in the check of the pull request", async () => {
    const file = join(folder, "chaos-governor.yml");
    await writeFile(file, await fileHere(POLICY));
    expect(await run("simulate", "--policy", file, name())).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: "1 decision simulated: by this policy none would differ.\n",
    });

    const closed = await closedOnTuesdays();
    await writeFile(file, closed);
    const simulated = await run("simulate", "--policy", file, name());
    expect(simulated).toMatchObject({ exit: 1, stderr: "" });
    expect(simulated.stdout).toMatch(/^ALLOW → HOLD\n {2}✓ → … windows: /m);

    const { as, world } = repository();
    const { head } = await as("lisa").openPullRequest("no-tuesdays", {
      [POLICY]: closed,
    });
    const check = await eventually("the check", () =>
      world.github.checks.all.find(
        ({ commit, status }) => commit === head && status === "completed",
      ),
    );
    expect(check).toMatchObject({ conclusion: "success" });
    expect(check.summary).toContain("**1 would differ**");
    expect(check.summary).toContain(
      `| #${issue} | \`${HOLDS}\` in \`production\` | allow | hold | \`windows\``,
    );
  });
});
