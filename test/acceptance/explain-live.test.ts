import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ORGANISATION, REPOSITORY } from "../../sandbox/people.ts";
import { runCli, type Outcome } from "./command-line.ts";
import { governedRepository, HOLDS, POLICY } from "./governed-repository.ts";

/** Nothing starts before Saturday, so that what is approved does not run away. */
const GOVERNED = `
version: 1
roles:
  incident-commander: { primary: ahmed }
  devops-lead: { primary: mike }
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [incident-commander, devops-lead], expire_after: 7d }
      windows: { allowed: [{ days: [sat], from: "10:00", to: "12:00" }] }
      on_call: { roles: [devops-lead] }
      concurrency: {}
`;

const repository = governedRepository(undefined, {
  [POLICY]:
    "version: 1\nrequired:\n  roles:\n    devops-lead: { primary: mike }\n",
});

const ROOT = join(import.meta.dirname, "../..");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "explain-live-"));
  await repository()
    .as("lisa")
    .push({ [POLICY]: GOVERNED }, "two approve, on Saturdays");
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the program as lisa, who may read the repository. */
function live(command: string, ...args: string[]): Promise<Outcome> {
  const { as, world } = repository();
  return runCli(
    { GH_TOKEN: as("lisa").token, GITHUB_API_URL: world.github.apiUrl },
    [command, "--repository", `${ORGANISATION}/${REPOSITORY}`, ...args],
  );
}

const ASKED = ["--experiment", HOLDS, "--environment", "production"];

const gates = (text: string) => text.match(/^[✓…✗?] \w+/gm);

/** Saturday at eleven, after the Tuesday on which the world's clock stands. */
function saturday(): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7));
  return `${day.toISOString().slice(0, 10)}T11:00:00Z`;
}

describe("explain, live", { timeout: 120_000 }, () => {
  it("asks GitHub now, and says which gates hold an experiment back", async () => {
    const { exit, stdout, stderr } = await live("explain", ...ASKED);
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: "" });
    expect(stdout).toMatch(/^HOLD/);
    expect(stdout).toContain(`Asked of ${ORGANISATION}/${REPOSITORY}, main at`);
    expect(stdout).toContain("? approvals");
    expect(stdout).toContain("… windows");
    expect(stdout).toContain("✓ on_call");
    expect(stdout).toContain("no request was named");
  });

  it("reads what was approved in a request, and decides for another time on what is known now", async () => {
    const { request, statusSays, say } = repository();
    const issue = await request(HOLDS);
    await statusSays(issue, /Pinned/);
    const of = ["--request", String(issue), "--at", saturday()];
    const before = await live("explain", ...of);
    expect(before.exit).toBe(1);
    expect(before.stdout).toContain("✓ windows");
    expect(before.stdout).toContain("… approvals");

    await say("mike", issue, "/chaos approve");
    await say("ahmed", issue, "/chaos approve");
    await statusSays(issue, /Approved by ahmed/);
    const after = await live("explain", ...of);
    expect(after.stdout).toMatch(/^ALLOW/);
    expect({ exit: after.exit, stderr: after.stderr }).toEqual({
      exit: 0,
      stderr: "",
    });
    expect(after.stdout).toContain("only the clock is set to another time");

    const now = await live("explain", "--request", String(issue));
    expect(now.exit).toBe(1);
    expect(now.stdout).toContain("✓ approvals");
    expect(now.stdout).toContain("… windows");
  });

  it("draws the week to come by the policy on the default branch", async () => {
    const { exit, stdout, stderr } = await live("preview", ...ASKED);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(/^Sat .*··········█[█▒]············$/m);
    expect(stdout).toContain("Closed by windows.");
  });

  it("writes what it found to a file, from which the same is decided again", async () => {
    const facts = join(folder, "facts.yml");
    const saved = await live("explain", ...ASKED, "--save-facts", facts);
    expect(saved.exit).toBe(1);
    const policy = join(folder, "policy.yml");
    await writeFile(policy, GOVERNED);
    const experiment = join(ROOT, "experiments", `${HOLDS}.json`);
    const { exit, stdout } = await runCli(
      {},
      `explain --policy ${policy} --experiment ${experiment} --environment production --facts ${facts}`.split(
        " ",
      ),
    );
    expect(exit).toBe(1);
    expect(gates(stdout)).toEqual(gates(saved.stdout));
  });
});
