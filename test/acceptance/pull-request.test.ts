import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import type { LocalCheckRun } from "../../sandbox/github/check-runs.ts";
import {
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const repository = governedRepository();
const PATH = `experiments/${HOLDS}.json`;

/** The experiment with a slip: what its method would do is under a key that means nothing. */
async function slipped(): Promise<{ text: string; line: number }> {
  const sound = await fileHere(PATH);
  const text = sound.replace('"method":', '"methods":');
  const line =
    text.split("\n").findIndex((entry) => entry.includes('"methods":')) + 1;
  return { text, line };
}

/** Experiments with 45 errors each, every one on its own line, and where these are. */
async function badlyBroken(): Promise<{
  files: Record<string, string>;
  places: string[];
}> {
  const sound: object = JSON.parse(await fileHere(PATH));
  const method = Array.from({ length: 45 }, () => "no activity");
  const text = JSON.stringify({ ...sound, method }, undefined, 2);
  const lines = text
    .split("\n")
    .flatMap((entry, index) =>
      entry.includes("no activity") ? [index + 1] : [],
    );
  const paths = ["a", "b", "c"].map((name) => `experiments/${name}.json`);
  return {
    files: Object.fromEntries(paths.map((path) => [path, text])),
    places: paths.flatMap((path) => lines.map((line) => `${path}:${line}`)),
  };
}

/** The check that a commit has in the end. @param earlier how many it had before */
async function checkOf(commit: string, earlier = 0): Promise<LocalCheckRun> {
  const { checks } = repository().world.github;
  return eventually(`a check of ${commit}`, () => {
    const all = checks.all.filter((check) => check.commit === commit);
    const latest = all.length > earlier ? all.at(-1) : undefined;
    return latest?.status === "completed" ? latest : undefined;
  });
}

describe("a pull request", { timeout: 120_000 }, () => {
  it("from a fork is checked through this repository alone, also where the fork is gone", async () => {
    const { github } = repository().world;
    const fork = github.fork("nina");
    const { text, line } = await slipped();
    const { head } = await fork.openPullRequest("slip", { [PATH]: text });
    const check = await checkOf(head);
    expect(check.conclusion).toBe("failure");
    expect(check.annotations).toContainEqual(
      expect.objectContaining({
        path: PATH,
        start_line: line,
        annotation_level: "failure",
        message: expect.stringContaining("methods"),
      }),
    );

    const sound = (await fileHere(PATH)).replace('"title": "', '"title": "A ');
    const mended = await fork.push({ [PATH]: sound }, "Mend it", "slip");
    expect((await checkOf(mended)).conclusion).not.toBe("failure");

    fork.delete();
    const last = await checkOf(mended);
    github.checks.rerun("ahmed", last.id);
    expect((await checkOf(mended, 1)).conclusion).toBe(last.conclusion);
    // Had the app asked for anything in the fork, it would be among these.
    expect(github.contract.violations).toEqual([]);
  });

  it("with more findings than GitHub takes at once has all of them on their lines, each once", async () => {
    const { as } = repository();
    const { files, places } = await badlyBroken();
    const { head } = await as("john").openPullRequest("many", files);
    const { annotations, conclusion } = await checkOf(head);
    expect(conclusion).toBe("failure");
    const errors = annotations.filter(
      ({ annotation_level }) => annotation_level === "failure",
    );
    expect(
      errors.map(({ path, start_line }) => `${path}:${start_line}`),
    ).toEqual(places);
  });

  it("that gets a new head while its check is written keeps no check open, and the new head has its own", async () => {
    const { as, world } = repository();
    const { github } = world;
    // The second part of the annotations does not arrive, so that the head moves in between.
    github.fail({ match: { operation: "checks/update" }, how: 503 });
    const { files } = await badlyBroken();
    const { head } = await as("john").openPullRequest("moving", files);
    await eventually("a check that is begun", () =>
      github.checks.all.find(({ commit }) => commit === head),
    );
    const { text: less, line } = await slipped();
    const gone = Object.fromEntries(
      Object.keys(files).map((path) => [path, null]),
    );
    const next = await as("john").push(
      { ...gone, [PATH]: less },
      "Less",
      "moving",
    );
    const check = await checkOf(next);
    expect(check.annotations).toContainEqual(
      expect.objectContaining({ path: PATH, start_line: line }),
    );
    expect((await checkOf(head)).conclusion).toBe("cancelled");
  });

  it("is checked again at the press of a button, by the check itself and by all of its commit", async () => {
    const { as, world } = repository();
    const { checks } = world.github;
    const { text } = await slipped();
    const { head } = await as("lisa").openPullRequest("again", {
      [PATH]: text,
    });
    const first = await checkOf(head);
    checks.rerun("lisa", first.id);
    const second = await checkOf(head, 1);
    await checks.rerunAll("lisa", head);
    const third = await checkOf(head, 2);
    for (const again of [second, third]) {
      expect(again.conclusion).toBe(first.conclusion);
      expect(again.annotations).toEqual(first.annotations);
    }
  });

  it("is checked again by a new policy as soon as that is in force", async () => {
    const { as } = repository();
    const experiment = await fileHere(PATH);
    const text = experiment.replace(/,\s*"timeout": 5/, "");
    const { head } = await as("mike").openPullRequest("waits", {
      [PATH]: text,
    });
    expect((await checkOf(head)).conclusion).toBe("neutral");
    const policy = await fileHere(POLICY);
    const strict = policy.replace(
      "\nexperiments:",
      "\nexperiments:\n  rules: { no-timeout: error }",
    );
    await as("lisa").push({ [POLICY]: strict }, "Stricter");
    expect((await checkOf(head, 1)).conclusion).toBe("failure");
    await as("lisa").push({ [POLICY]: policy }, "As before");
    expect((await checkOf(head, 2)).conclusion).toBe("neutral");
  });
});
