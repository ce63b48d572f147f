import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { explain } from "../../../cli/explain/explain.ts";
import { experimentDigest } from "../../../core/experiment/digest.ts";
import { run, type Outcome } from "../world.ts";

const WORLD = join(import.meta.dirname, "../../fixtures/explain/world");
const EXPERIMENT = readFileSync(join(WORLD, "database-pod-failure.json"));

type Files = Record<string, string | Uint8Array>;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with a policy and an experiment that can be used, and these files beside or instead of them. */
function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "explain-"));
  folders.push(folder);
  const usual = {
    "policy.yml": readFileSync(join(WORLD, "policy.yml")),
    "experiment.json": EXPERIMENT,
  };
  for (const [name, content] of Object.entries({ ...usual, ...files }))
    writeFileSync(join(folder, name), content);
  return folder;
}

const USUAL = {
  policy: "policy.yml",
  experiment: "experiment.json",
  environment: "production",
};

function explainIn(
  folder: string,
  options: Record<string, string> = {},
): Promise<Outcome> {
  const args = Object.entries({ ...USUAL, ...options }).flatMap(
    ([name, value]) => [`--${name}`, value],
  );
  return run(explain, args, folder);
}

/** What is said to a person whose input can't be used: nothing on stdout, exit 2. */
async function complaint(
  files: Files,
  options: Record<string, string> = {},
): Promise<string> {
  const result = await explainIn(folderWith(files), options);
  expect(result).toMatchObject({ exit: 2, stdout: "" });
  return result.stderr;
}

describe("explain at a terminal", () => {
  it("shows the decision, each gate with its symbol, what mends it, and the evidence", async () => {
    const folder = folderWith({ "facts.yml": "onCall: {}\napprovals: []" });
    const result = await explainIn(folder, {
      facts: "facts.yml",
      at: "2026-11-23T12:00:00Z",
    });
    expect(result).toMatchObject({ exit: 1, stderr: "" });
    const lines = result.stdout.split("\n");
    expect(lines[0]).toBe(
      "REFUSE: experiment.json may not run in production (Mon 23 Nov 12:00 UTC).",
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^✓ experiment_valid {2}The experiment has no err/),
    );
    expect(lines).toContain(
      "? approvals         Approvals are not known: the facts file has no request.",
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^… windows {11}Now a run of 15m would fall into/),
    );
    expect(lines).toContain(
      "    → Wait: it opens by itself Mon 23 Nov 17:00 UTC.",
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ on_call {11}Nobody is on call as/),
    );
    expect(lines).toContain("    · facts file, onCall: {}");
  });

  it("takes now for the start where no time is given", async () => {
    const result = await explainIn(folderWith({}));
    expect(result.stdout).toContain("(Tue 24 Nov 12:00 UTC)");
  });

  it("names the experiment's digest in full, so that facts can be written about it", async () => {
    const digest = experimentDigest(EXPERIMENT);
    const result = await explainIn(folderWith({}), { format: "json" });
    expect(result.stdout).toContain(digest);
  });

  it("takes a digest as sha256sum writes it", async () => {
    const digest = experimentDigest(EXPERIMENT).replace("sha256:", "");
    const held = `{ digest: ${digest}, environment: staging, verdict: held, endedAt: 2026-11-23T12:00:00Z }`;
    const folder = folderWith({ "facts.yml": `stagingRuns: [${held}]` });
    const result = await explainIn(folder, { facts: "facts.yml" });
    expect(result.stdout).toContain("✓ staging_passed");
  });

  it("prints each error of the experiment where it stands, and refuses", async () => {
    const folder = folderWith({ "experiment.json": '{\n  "title": "x"\n}' });
    const result = await explainIn(folder);
    expect(result.exit).toBe(1);
    expect(result.stdout).toContain("✗ experiment_valid");
    expect(result.stderr).toMatch(
      /^experiment\.json:\d+:\d+: error: .*method/m,
    );
  });

  it("refuses an experiment in JSON that begins with a byte order mark, as Chaos Toolkit does", async () => {
    const marked = `\uFEFF${new TextDecoder().decode(EXPERIMENT)}`;
    const result = await explainIn(folderWith({ "experiment.json": marked }));
    expect(result.exit).toBe(1);
    expect(result.stdout).toContain("✗ experiment_valid");
  });

  it("shows its usage and exits 0 when asked for help", async () => {
    const result = await run(explain, ["--help"], WORLD);
    expect(result).toMatchObject({ exit: 0, stderr: "" });
    expect(result.stdout).toMatch(/^usage: chaos-governor explain/);
  });

  it("keeps a terminal safe from what others wrote", async () => {
    const folder = folderWith({
      "facts.json": JSON.stringify({
        request: {
          requester: "zoe",
          openedAt: "2026-11-24T08:00:00Z",
          digest: experimentDigest(EXPERIMENT),
        },
        approvals: [
          {
            person: "eve\u001B[2J\u202E",
            at: "2026-11-24T09:00:00Z",
            digest: experimentDigest(EXPERIMENT),
          },
        ],
      }),
    });
    const result = await explainIn(folder, { facts: "facts.json" });
    const shown = result.stdout + result.stderr;
    expect(shown).toContain("eve");
    for (const command of ["\u001B", "\u202E"])
      expect(shown).not.toContain(command);
  });
});

describe("explain with options that can't be used", () => {
  const misuse: [string[], string][] = [
    [[], "missing: --policy, --experiment, --environment"],
    [["--policy", "p"], "missing: --experiment, --environment"],
    [["--polcy", "p"], "did you mean --policy?"],
    [["policy.yml"], "Unexpected argument 'policy.yml'"],
    [["--policy"], "'--policy <value>' argument missing"],
  ];

  it.for(misuse)("%j: %s", async ([args, message]) => {
    const result = await run(explain, args, WORLD);
    expect(result).toMatchObject({ exit: 2, stdout: "" });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain("usage: chaos-governor explain");
  });

  it("wants a format that there is", async () => {
    expect(await complaint({}, { format: "xml" })).toContain(
      "--format is text or json",
    );
  });

  it("wants a time with its zone", async () => {
    for (const at of [
      "tomorrow",
      "2026-11-24",
      "2026-11-24T12:00:00",
      "2026-02-30T12:00:00Z",
      "",
    ])
      expect(await complaint({}, { at })).toContain(
        "--at is a time with its zone",
      );
    const good = await explainIn(folderWith({}), {
      at: "2026-11-24T13:00+01:00",
    });
    expect(good.stdout).toContain("(Tue 24 Nov 12:00 UTC)");
  });

  it("names the environments that there are", async () => {
    expect(await complaint({}, { environment: "elsewhere" })).toBe(
      "policy.yml: the policy has no environment `elsewhere`; it has `staging` and `production`\n",
    );
    expect(await complaint({}, { environment: "prodution" })).toContain(
      "did you mean `production`?",
    );
    expect(await complaint({}, { environment: "constructor" })).toContain(
      "no environment `constructor`",
    );
  });
});

describe("explain with files that can't be used", () => {
  it("says at once which files there are not", async () => {
    const said = await complaint(
      {},
      { policy: "no.yml", experiment: "no.json", facts: "no-facts.yml" },
    );
    expect(said.split("\n")).toEqual([
      "no.yml: there is no such file",
      "no.json: there is no such file",
      "no-facts.yml: there is no such file",
      "",
    ]);
  });

  it("reads no folder and nothing huge", async () => {
    const folder = folderWith({ "facts.yml": " ".repeat(1024 * 1024 + 1) });
    mkdirSync(join(folder, "a-folder"));
    const result = await explainIn(folder, {
      policy: "a-folder",
      facts: "facts.yml",
    });
    expect(result).toMatchObject({ exit: 2, stdout: "" });
    expect(result.stderr).toContain("a-folder: this is a folder, not a file");
    expect(result.stderr).toContain(
      "facts.yml: the file is larger than 1024 KiB and was not read",
    );
  });

  it("shows where the policy is wrong", async () => {
    const wrong = "version: 1\nroles: {}\nenvironmets: {}\n";
    expect(await complaint({ "policy.yml": wrong })).toContain(
      "policy.yml:3:1: error: unknown key `environmets` (did you mean `environments`?)",
    );
  });

  it("reads no experiment that is no document", async () => {
    for (const text of ['{"title": ', '{"a": 1, "a": 2}', "\u0000\u0001"]) {
      const said = await complaint({ "experiment.json": text });
      expect(said).toMatch(/^experiment\.json:\d+:\d+: error: /);
    }
  });

  const wrongFacts: [string, string][] = [
    ["", "facts.yml:1:1: error: the file has to be a mapping, and is empty"],
    ["- a list", "facts.yml:1:1: error: the file has to be a mapping"],
    [
      "approvels: []",
      "1:1: error: unknown key `approvels` (did you mean `approvals`?)",
    ],
    [
      "incidents: [{ severity: sev-2, startedAt: 2026-11-24T12:00:00Z }]",
      "did you mean `SEV-2`?",
    ],
    [
      "stagingRuns: [{ digest: d, environment: e, verdict: passed, endedAt: 2026-11-24T12:00:00Z }]",
      "`verdict` has to be",
    ],
    [
      "incidents:\n  - severity: SEV-1\n    startedAt: yesterday",
      "facts.yml:3:16: error: `yesterday` does not fit: a time is written with its zone",
    ],
    [
      "incidents: [{ severity: SEV-1, startedAt: 2026-11-24T12:00:00Z, resolvedAt: 2026-11-24T11:00:00Z }]",
      "it was resolved before it started",
    ],
    [
      "approvals: [{ person: ahmed, at: 2026-11-24T12:00:00Z }]",
      "`digest` is missing",
    ],
    [
      "approvals: [{ person: ahmed, at: 2026-11-24T12:00:00Z, digest: d, reason: yes }]",
      "unknown key `reason`",
    ],
    [
      "errorBudgets: [{ slo: studio-hub, remaining: 80% }]",
      "has to be a number",
    ],
    ["onCall: { dba: john }", "has to be a list"],
    ["onCall: {}\nonCall: {}", "facts.yml:2:1: error: "],
    [
      "errorBudgets: [{ slo: hub, remaining: 20 }]",
      "facts.yml:1:39: error: `20` does not fit: no more than all of a budget is left",
    ],
    ["onCall: &a { dba: [*a] }", "error: "],
  ];

  it.for(wrongFacts)("takes no facts file %j", async ([text, message]) => {
    const said = await complaint({ "facts.yml": text }, { facts: "facts.yml" });
    expect(said).toMatch(/^facts\.yml:\d+:\d+: error: /);
    expect(said).toContain(message);
  });
});
