import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { simulate } from "../../../cli/recorded/simulate.ts";
import { known } from "../../../core/gate/fact.ts";
import { writeRecord } from "../../../core/gate/recorded/record.ts";
import { recordOf, WRITTEN } from "../../core/gate/recorded.ts";
import { factsWith } from "../../core/gate/world.ts";
import { run } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-test-"));
  const records = [recordOf(), recordOf(factsWith({ approvals: known([]) }))];
  const decisions = records.map(writeRecord).join(",");
  const answer = `{"version":1,"decisions":[${decisions}]}`;
  writeFileSync(join(folder, "decisions.json"), answer);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function simulated(policy: unknown, ...args: string[]) {
  writeFileSync(join(folder, "new.yml"), stringify(policy));
  const all = ["--policy", "new.yml", "decisions.json", ...args];
  return run(simulate, all, folder);
}

const { production, staging } = WRITTEN.environments;
/** Nobody has to approve any more, and somebody else has to be on call. */
const OTHER = {
  ...WRITTEN,
  environments: {
    staging,
    production: {
      ...production,
      gates: {
        ...production.gates,
        approvals: undefined,
        on_call: { roles: ["backend-lead"] },
      },
    },
  },
};

describe("chaos-governor simulate", () => {
  it("ends with 0 where no decision would differ", async () => {
    const answer = await simulated(WRITTEN);
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    expect(answer.stdout).toBe(
      "2 decisions simulated: by this policy none would differ.\n",
    );
  });

  it("ends with 1 where some would, and shows which and why", async () => {
    const answer = await simulated(OTHER);
    expect(answer).toMatchObject({ exit: 1, stderr: "" });
    for (const words of [
      "odavl/studio-hub#12 2026-11-24T12:00:00.000Z: database-pod-failure in production\nALLOW → HOLD",
      "  ✓ → ? on_call: ",
      "it was not recorded",
      "still HOLD, with other gates\n  … → – approvals: It is not asked any more.",
      "2 decisions simulated: by this policy 2 would differ.",
    ])
      expect(answer.stdout).toContain(words);
  });

  it("says it as data", async () => {
    const answer = await simulated(OTHER, "--format", "json");
    expect(JSON.parse(answer.stdout)).toMatchObject({
      decisions: [
        {
          request: "odavl/studio-hub#12",
          decision: "allow",
          outcome: "different",
          becomes: "hold",
          gates: [{ gate: "on_call", before: "pass", after: "unknown" }],
        },
        { decision: "hold", becomes: "hold" },
      ],
    });
  });

  it("says that an environment would not be governed any more", async () => {
    const answer = await simulated({ ...WRITTEN, environments: { staging } });
    expect(answer.exit).toBe(1);
    expect(answer.stdout).toContain("ALLOW → REFUSE");
    expect(answer.stdout).toContain("no rule for the environment");
  });

  it("ends with 2 on a policy that is none, and where it is used in another way", async () => {
    const broken = await simulated({ version: 1 });
    expect(broken).toMatchObject({ exit: 2, stdout: "" });
    expect(broken.stderr).toContain("new.yml:");
    for (const [args, words] of [
      [["decisions.json"], "missing: --policy"],
      [["--policy", "none.yml", "decisions.json"], "no such file"],
      [["--policy", "new.yml"], "name a file"],
    ] as const) {
      const answer = await run(simulate, [...args], folder);
      expect(answer).toMatchObject({ exit: 2, stdout: "" });
      expect(answer.stderr).toContain(words);
    }
    expect((await run(simulate, ["--help"], folder)).exit).toBe(0);
  });
});
