import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Crash } from "./fake-repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT_PATH, POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const NAME = "chaos-governor / experiments";
const WORKFLOW_PATH = ".github/workflows/chaos-tests.yml";

const request = (path: string) => ({
  type: "http",
  url: `https://shop.test/${path}`,
  timeout: 5,
});
const action = (name: string) => ({
  type: "action",
  name,
  provider: request(name),
});

/** An experiment in which no rule finds anything. */
function sound(title = "The database pod fails"): string {
  return JSON.stringify(
    {
      title,
      description: "What happens when the database's pod is gone.",
      "steady-state-hypothesis": {
        title: "The shop answers",
        probes: [
          {
            type: "probe",
            name: "shop-answers",
            tolerance: 200,
            provider: request("health"),
          },
        ],
      },
      method: [action("kill")],
      rollbacks: [action("revive")],
      runtime: { rollbacks: { strategy: "always" } },
    },
    undefined,
    2,
  );
}

/** The same with an address that is none. */
const BROKEN = sound().replace("https://shop.test/kill", "nowhere");
const LINE =
  BROKEN.split("\n").findIndex((line) => line.includes("nowhere")) + 1;

/** Experiments with 120 errors altogether, and more. */
const BADLY_BROKEN = Object.fromEntries(
  ["a", "b", "c"].map((name) => {
    const document: object = JSON.parse(sound());
    const method = Array.from({ length: 40 }, () => "no activity");
    const text = JSON.stringify({ ...document, method }, undefined, 2);
    return [`experiments/${name}.json`, text];
  }),
);

const SOUND_WORKFLOW = readFileSync(
  join(import.meta.dirname, "../../..", WORKFLOW_PATH),
  "utf8",
);

async function checked(
  changes: Record<string, string | Uint8Array | null>,
  world = new World(store()),
) {
  const pull = world.github.openPullRequest(changes);
  await world.look(world.pullRequestKey(pull.number));
  const checks = world.github.checkList.filter(
    ({ commit }) => commit === pull.head,
  );
  return { world, pull, check: checks.at(-1), checks };
}

describe("a pull request", () => {
  it("that breaks an experiment has a failed check that says where", async () => {
    const { check } = await checked({ [EXPERIMENT_PATH]: BROKEN });
    expect(check).toMatchObject({
      name: NAME,
      conclusion: "failure",
      annotations: expect.arrayContaining([
        expect.objectContaining({
          path: EXPERIMENT_PATH,
          line: LINE,
          level: "failure",
        }),
      ]),
    });
    expect(check?.title).toMatch(/^\d errors?/);
    expect(check?.summary).toContain(EXPERIMENT_PATH);
  });

  it("with sound experiments, a policy and a workflow passes", async () => {
    const { check } = await checked({
      [EXPERIMENT_PATH]: sound("Another title"),
      [POLICY_PATH]: POLICY,
      [WORKFLOW_PATH]: SOUND_WORKFLOW,
    });
    expect(check?.annotations).toEqual([]);
    expect(check).toMatchObject({
      conclusion: "success",
      title: "3 files, and nothing wrong in them",
    });
  });

  it("that changes the policy shows which decisions of late would differ", async () => {
    const world = new World(store());
    world.github.commit({ [WORKFLOW_PATH]: SOUND_WORKFLOW });
    await world.provenInStaging();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    const easier = POLICY.replace(/ {6}approvals:\n.*\n/, "");
    const { check } = await checked({ [POLICY_PATH]: easier }, world);
    expect(check).toMatchObject({ conclusion: "success" });
    expect(check?.summary).toContain("**1 would differ**");
    expect(check?.summary).toContain(
      `| #${issue} | \`database-pod-failure\` in \`production\` | hold | allow | \`approvals\``,
    );

    const harmless = POLICY.replace("within: 7d", "within: 8d");
    const other = await checked({ [POLICY_PATH]: harmless }, world);
    expect(other.check?.summary).toContain("none would differ");
    const broken = await checked({ [POLICY_PATH]: "version: 1" }, world);
    expect(broken.check?.summary).not.toContain("would have decided");
    const none = await checked({ [EXPERIMENT_PATH]: sound() }, world);
    expect(none.check?.summary).not.toContain("would have decided");
  });

  it("shows what an experiment touches before and after", async () => {
    const world = new World(store());
    world.github.commit({ [EXPERIMENT_PATH]: sound() });
    const moved = sound().replaceAll("shop.test", "payments.test");
    const { check } = await checked({ [EXPERIMENT_PATH]: moved }, world);
    expect(check?.summary).toContain("`shop.test` → `payments.test`");
  });

  it("that breaks the policy has a failed check, by the rules of the policy that is in force", async () => {
    const { check } = await checked({
      [POLICY_PATH]: "version: 2\nexperiments: { paths: [none/**] }\n",
      [EXPERIMENT_PATH]: BROKEN,
    });
    const paths = check?.annotations.map(({ path }) => path);
    expect(paths).toContain(POLICY_PATH);
    expect(paths).toContain(EXPERIMENT_PATH);
  });

  it("whose workflow does not pass the gate fails, on the line of the job", async () => {
    const ungated = SOUND_WORKFLOW.replace("uses: ./\n", "run: echo yes\n");
    const { check } = await checked({ [WORKFLOW_PATH]: ungated });
    const line = ungated.split("\n").indexOf("  chaos:") + 1;
    expect(check?.conclusion).toBe("failure");
    expect(check?.annotations).toMatchObject([{ title: "no-gate", line }]);
  });

  it("that brings a policy has the workflows that this names looked for and checked", async () => {
    const other = POLICY.replaceAll("chaos-tests.yml", "other.yml");
    const alone = await checked({ [POLICY_PATH]: other });
    expect(alone.check?.annotations.map(({ title }) => title)).toEqual([
      "missing-workflow",
      "missing-workflow",
    ]);
    const { check } = await checked({
      [POLICY_PATH]: other,
      ".github/workflows/other.yml": "on: push",
    });
    expect(check?.annotations.map(({ title }) => title)).toContain(
      "no-dispatch",
    );
  });

  it("that removes a workflow which the policy names fails", async () => {
    const world = new World(store());
    world.github.commit({ [WORKFLOW_PATH]: SOUND_WORKFLOW });
    const { check } = await checked({ [WORKFLOW_PATH]: null }, world);
    expect(check?.annotations).toMatchObject([
      { path: WORKFLOW_PATH, title: "missing-workflow" },
    ]);
  });

  it("that touches nothing of chaos has a check that says so, so that no branch protection waits for it", async () => {
    const { check } = await checked({ "README.md": "# Hello" });
    expect(check).toMatchObject({
      conclusion: "skipped",
      title: "Nothing to check",
    });
  });

  it("in a repository without a policy has no check unless it is about experiments", async () => {
    const world = new World(store());
    world.github.commit({ [POLICY_PATH]: null });
    expect((await checked({ "README.md": "# Hi" }, world)).checks).toEqual([]);
    const { check } = await checked({ [EXPERIMENT_PATH]: BROKEN }, world);
    expect(check?.conclusion).toBe("failure");
    expect(check?.summary).toContain("has no policy");
  });

  it.each([
    ["is binary", new Uint8Array([0, 1]), "is not a text file"],
    ["is too large", `{"a": "${"x".repeat(1024 * 1024)}"}`, "bytes; at most"],
  ])("with an experiment that %s fails", async (_, content, words) => {
    const { check } = await checked({ [EXPERIMENT_PATH]: content });
    expect(check?.conclusion).toBe("failure");
    expect(check?.summary).toContain(words);
  });

  it("that is closed has no check", async () => {
    const world = new World(store());
    const pull = world.github.openPullRequest(
      { [EXPERIMENT_PATH]: BROKEN },
      { open: false },
    );
    await world.look(world.pullRequestKey(pull.number));
    expect(world.github.checkList).toEqual([]);
  });

  it("of 3,000 files and more is looked at as far as GitHub lists it, and says so", async () => {
    const world = new World(store());
    const pull = world.github.openPullRequest({});
    pull.files = Array.from({ length: 3_100 }, (_, index) => ({
      path: `src/${index}.ts`,
      change: "added",
    }));
    pull.changedFiles = 3_100;
    await world.look(world.pullRequestKey(pull.number));
    expect(world.github.checkList[0]).toMatchObject({ conclusion: "neutral" });
    expect(world.github.checkList[0]?.summary).toContain("100 more files");
    expect(world.github.reads.get("readFile") ?? 0).toBeLessThan(5);
  });

  it("of more experiments than are read for one does not pass", async () => {
    const world = new World(store());
    const files = Array.from({ length: 600 }, (_, index): [string, string] => [
      `experiments/${index}.json`,
      sound(),
    ]);
    const { check } = await checked(Object.fromEntries(files), world);
    expect(check).toMatchObject({
      conclusion: "failure",
      title: "100 files not read",
    });
  });

  it("tells which open requests lose their approvals by it", async () => {
    const world = new World(store());
    await world.provenInStaging();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    const changed = { [EXPERIMENT_PATH]: sound("Another title") };
    const { check } = await checked(changed, world);
    expect(check?.summary).toContain(
      `Open request #${issue} loses its approvals`,
    );
    const removed = await checked({ [EXPERIMENT_PATH]: null }, world);
    expect(removed.check?.summary).toContain(
      `Open request #${issue} has no experiment any more`,
    );
    const beside = await checked({ "experiments/b.json": sound() }, world);
    expect(beside.check?.summary).toContain(
      `approvals given before are void as well for #${issue}.`,
    );
    const apart = await checked({ "README.md": "# Hello" }, world);
    expect(apart.check?.summary).not.toContain(`#${issue}`);
  });
});

describe("a check", () => {
  it("is written by the look at the repository where the webhook was lost, and asked about only once", async () => {
    const world = new World(store());
    world.github.openPullRequest({ [EXPERIMENT_PATH]: BROKEN });
    await world.look(world.repositoryKey());
    expect(world.github.checkList).toHaveLength(1);
    const asked = world.github.reads.get("checkRuns");
    await world.look(world.repositoryKey());
    expect(world.github.reads.get("checkRuns")).toBe(asked);
  });

  it("that is overtaken by a push while it is written is cancelled, and the next head has its own", async () => {
    const world = new World(store());
    const pull = world.github.openPullRequest(BADLY_BROKEN);
    const create = world.github.createCheckRun.bind(world.github);
    vi.spyOn(world.github, "createCheckRun").mockImplementationOnce(
      async (check) => {
        const made = await create(check);
        world.github.pushTo(pull, { [EXPERIMENT_PATH]: sound("Mended") });
        return made;
      },
    );
    await world.look(world.pullRequestKey(pull.number));
    expect(world.github.checkList).toMatchObject([{ conclusion: "cancelled" }]);
    await world.look(world.pullRequestKey(pull.number));
    expect(conclusions(world)).toEqual(["cancelled", "success"]);
  });

  it("that says it already is not written again", async () => {
    const { world, pull } = await checked({ [EXPERIMENT_PATH]: BROKEN });
    const { writes } = world.github;
    await world.look(world.pullRequestKey(pull.number));
    world.restart();
    await world.look(world.repositoryKey());
    expect(world.github.writes).toBe(writes);
  });

  it("with more than 50 annotations has all of them, each once", async () => {
    const { check } = await checked(BADLY_BROKEN);
    expect(check?.conclusion).toBe("failure");
    const places = check?.annotations.map(
      ({ path, line }) => `${path}:${line}`,
    );
    expect(places?.length).toBeGreaterThanOrEqual(120);
    expect(new Set(places).size).toBe(places?.length);
  });

  it.each([1, 2, 3])(
    "that a crash at write %i left behind is gone on with",
    async (write) => {
      for (const when of ["before", "after"] as const) {
        const world = new World(store());
        const pull = world.github.openPullRequest(BADLY_BROKEN);
        world.github.crashAt(write, when);
        await crashing(() => world.look(world.pullRequestKey(pull.number)));
        world.github.surviveFromNowOn();
        await world.look(world.pullRequestKey(pull.number));
        const { checkList } = world.github;
        expect(checkList).toHaveLength(1);
        expect(checkList[0]?.conclusion).toBe("failure");
        const places = checkList[0]?.annotations.map(
          ({ path, line }) => `${path}:${line}`,
        );
        expect(new Set(places).size).toBe(places?.length);
      }
    },
  );

  it("that was begun for a head that is none any more is cancelled", async () => {
    const world = new World(store());
    const pull = world.github.openPullRequest(BADLY_BROKEN);
    world.github.crashAt(1, "after");
    const key = world.pullRequestKey(pull.number);
    await expect(world.look(key)).rejects.toThrow(Crash);
    world.github.surviveFromNowOn();
    world.github.pushTo(pull, { [EXPERIMENT_PATH]: sound("Mended") });
    await world.look(key);
    expect(conclusions(world)).toEqual(["cancelled", "success"]);
  });

  it("that was cancelled is made anew where the pull request goes back to its head", async () => {
    const { world, pull, check } = await checked({ [EXPERIMENT_PATH]: BROKEN });
    const { head, files } = { ...pull };
    world.github.pushTo(pull, { [EXPERIMENT_PATH]: sound("Mended") });
    delete check?.conclusion;
    await world.look(world.checksKey(head));
    Object.assign(pull, { head, files });
    await world.look(world.pullRequestKey(pull.number));
    expect(conclusions(world)).toEqual(["cancelled", "failure"]);
  });

  it("that is open gives way to one that says something else about the same head", async () => {
    const { world, pull, check } = await checked({
      [EXPERIMENT_PATH]: sound("Another"),
    });
    delete check?.conclusion;
    pull.files = [{ path: "README.md", change: "changed" }];
    await world.look(world.pullRequestKey(pull.number));
    expect(conclusions(world)).toEqual(["cancelled", "skipped"]);
  });

  it("is made anew where somebody asks for it, once, and says the same", async () => {
    const { world, pull, check } = await checked(BADLY_BROKEN);
    await world.look(world.checksKey(pull.head));
    await world.look(world.pullRequestKey(pull.number));
    const { checkList } = world.github;
    expect(conclusions(world)).toEqual(["failure", "failure"]);
    expect(checkList[1]?.annotations).toEqual(check?.annotations);
  });

  it.each([1, 2, 3, 4])(
    "that somebody asks for is there whole in the end although the app crashes at write %i",
    async (write) => {
      const { world, pull, check } = await checked(BADLY_BROKEN);
      world.github.crashAt(write, "after");
      await crashing(() => world.look(world.checksKey(pull.head)));
      world.github.surviveFromNowOn();
      await world.look(world.pullRequestKey(pull.number));
      const { checkList } = world.github;
      expect(checkList).toHaveLength(2);
      expect(checkList[1]?.annotations).toEqual(check?.annotations);
    },
  );

  it("of an earlier head that is still open is ended where somebody asks for it again", async () => {
    const { world, pull, check } = await checked({ [EXPERIMENT_PATH]: BROKEN });
    const earlier = pull.head;
    world.github.pushTo(pull, { [EXPERIMENT_PATH]: sound("Mended") });
    delete check?.conclusion;
    await world.look(world.checksKey(earlier));
    expect(check?.conclusion).toBe("cancelled");
  });
});

describe("a policy that changes on the default branch", () => {
  const PATHS = "paths: [experiments/*.json]";
  const MILD = `${POLICY}experiments: { ${PATHS} }\n`;
  const STRICT = `${POLICY}experiments: { ${PATHS}, rules: { no-timeout: error } }\n`;
  const LOOSE = sound().replace('"timeout": 5', '"comment": "none"');

  /** Two pull requests that have their checks: one changes an experiment, the other one nothing of chaos. */
  async function governed() {
    const world = new World(store());
    world.github.commit({ [POLICY_PATH]: MILD });
    world.github.openPullRequest({ [EXPERIMENT_PATH]: LOOSE });
    world.github.openPullRequest({ "src/a.json": "{}" });
    await world.look(world.repositoryKey());
    expect(conclusions(world)).toEqual(["neutral", "skipped"]);
    return world;
  }

  it("is applied to the open pull requests that touch experiments, and to no others", async () => {
    const world = await governed();
    world.github.commit({ [POLICY_PATH]: STRICT });
    expect(await looked(world)).toBe(1);
    expect(conclusions(world)).toEqual(["neutral", "skipped", "failure"]);
    expect(await looked(world)).toBe(0);
  });

  it("is applied to all of them where it says other files are experiments", async () => {
    const world = await governed();
    world.github.commit({
      [POLICY_PATH]: `${POLICY}experiments: { paths: [src/*.json] }\n`,
    });
    expect(await looked(world)).toBe(2);
    expect(conclusions(world).slice(2)).toEqual(["skipped", "failure"]);
  });

  it("leaves the checks alone where it says nothing else of experiments", async () => {
    const world = await governed();
    world.github.commit({ [POLICY_PATH]: MILD.replace("15m", "20m") });
    expect(await looked(world)).toBe(0);
  });

  it("is not evaded by another pull request of the same commit into a branch without one", async () => {
    const world = new World(store());
    world.github.commit({ [POLICY_PATH]: STRICT });
    const changes = { [EXPERIMENT_PATH]: LOOSE };
    const pull = world.github.openPullRequest(changes);
    const easier = world.github.openPullRequest(changes, { base: "release" });
    easier.head = pull.head;
    for (const { number } of [pull, easier])
      await world.look(world.pullRequestKey(number));
    expect(conclusions(world)).toEqual(["failure", "failure"]);
    const { title, summary } = { ...world.github.checkList[1] };
    expect(title).toContain(`fails in #${pull.number}`);
    expect(summary).toContain(`#${pull.number}, which goes into \`main\``);

    pull.open = false;
    await world.look(world.pullRequestKey(easier.number));
    expect(conclusions(world).at(-1)).toBe("neutral");
  });

  it("leaves alone what goes into another branch", async () => {
    const world = new World(store());
    world.github.openPullRequest(
      { [EXPERIMENT_PATH]: LOOSE },
      { base: "release" },
    );
    await world.look(world.repositoryKey());
    world.github.commit({ [POLICY_PATH]: STRICT });
    expect(await looked(world)).toBe(0);
  });

  it("is applied to 50 of them at once, and to the others later", async () => {
    const world = new World(store());
    for (let opened = 0; opened < 60; opened += 1)
      world.github.openPullRequest({ [EXPERIMENT_PATH]: LOOSE });
    expect(await looked(world)).toBe(50);
    expect(await looked(world)).toBe(10);
    world.github.commit({ [POLICY_PATH]: STRICT });
    expect(await looked(world)).toBe(50);
    expect(await looked(world)).toBe(10);
    expect(await looked(world)).toBe(0);
  });
});

/** How many pull requests are looked at by a look at the repository. */
async function looked(world: World): Promise<number> {
  const { reads } = world.github;
  const before = reads.get("pullRequestFiles") ?? 0;
  await world.look(world.repositoryKey());
  return (reads.get("pullRequestFiles") ?? 0) - before;
}

/** Of all checks, oldest first. */
function conclusions(world: World): unknown[] {
  return world.github.checkList.map(({ conclusion }) => conclusion);
}

async function crashing(look: () => Promise<unknown>): Promise<void> {
  await look().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}
