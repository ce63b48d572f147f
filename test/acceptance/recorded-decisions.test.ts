import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { governedRepository, HOLDS } from "./governed-repository.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const repository = governedRepository(async () => ({ OPERATOR_TOKEN: TOKEN }));

/** Runs the program as an operator does, beside the app. */
async function governor(...args: string[]) {
  const main = join(import.meta.dirname, "../../cli/main.ts");
  const { appUrl } = repository().world;
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      CHAOS_GOVERNOR_SERVER: appUrl,
      CHAOS_GOVERNOR_TOKEN: TOKEN,
    },
  });
  const exit = new Promise((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  return { exit: await exit, stdout: String(stdout), stderr: String(stderr) };
}

describe("a run that was approved", { timeout: 180_000 }, () => {
  it("can be explained later: every decision of the app is replayed bit for bit", async () => {
    const { request, say, statusSays, onlooker, runByHand, world } =
      repository();
    const issue = await request(HOLDS);
    await statusSays(issue, /staging_passed/);
    for (const login of ["ahmed", "sarah", "mike"])
      await say(login, issue, "/chaos approve");
    await runByHand({ experiment: HOLDS, environment: "staging" });
    await eventually("the run that the app started", () => onlooker.runs()[0], {
      withinMs: 60_000,
    });

    const name = new URL(world.repositoryUrl).pathname.slice(1);
    const replayed = await governor("replay", `${name}#${issue}`);
    expect(replayed).toMatchObject({ exit: 0, stderr: "" });
    expect(replayed.stdout).toMatch(/^REFUSE, by the policy at /m);
    expect(replayed.stdout).toMatch(
      /^ALLOW, by the policy at \w+; replayed: the same, bit for bit$/m,
    );
    expect(replayed.stdout).toContain("all come out the same");

    const refused = await fetch(
      `${world.appUrl}/api/repositories/${name}/requests/${issue}/decisions`,
    );
    expect(refused.status).toBe(401);
  });
});
