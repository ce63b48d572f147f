import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { preview } from "../../../cli/explain/preview.ts";
import { run } from "../world.ts";

const WORLD = join(import.meta.dirname, "../../fixtures/explain/world");

const ASKED =
  "--policy policy-with-variations.yml --experiment database-pod-failure.json --environment office-hours-alone --at 2026-11-26T12:00:00Z".split(
    " ",
  );

describe("preview", () => {
  it("draws a week at a terminal, with what closes it and when it opens", async () => {
    const { exit, stdout, stderr } = await run(preview, ASKED, WORLD);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout)
      .toBe(`When database-pod-failure.json may start in office-hours-alone, as far as the clock decides (times in UTC)

             00    06    12    18
Thu 26 Nov               ████········
Fri 27 Nov   ························
Sat 28 Nov   ························
Sun 29 Nov   ························
Mon 30 Nov   ·········███████········
Tue 1 Dec    ·········███████········
Wed 2 Dec    ·········███████········

█ open   ▒ partly   · closed
Next open: Thu 26 Nov 12:00 UTC.
Closed by windows.
`);
  });

  it("draws the same week as a picture", async () => {
    const { exit, stdout } = await run(
      preview,
      [...ASKED, "--format", "svg"],
      WORLD,
    );
    expect(exit).toBe(0);
    expect(stdout.match(/<rect [^>]+fill="#2da44e"/g)).toHaveLength(4 + 3 * 7);
    expect(stdout).toContain(
      "<title>Fri 27 Nov 09:00: closed (windows)</title>",
    );
  });

  it("answers programs", async () => {
    const { stdout } = await run(
      preview,
      [...ASKED, "--format", "json"],
      WORLD,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      timezone: "UTC",
      opensAt: "2026-11-26T12:00:00.000Z",
      leftOut: [],
    });
  });

  it("says what is wrong with its options", async () => {
    const { exit, stderr } = await run(
      preview,
      [...ASKED, "--format", "png"],
      WORLD,
    );
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^--format is text, json or svg\n/);
  });

  it("closes the hours in which nobody is on call, says in which role, and counts them for the next opening", async () => {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    const facts = join(folder, "facts.yml");
    const policy = join(folder, "policy.yml");
    try {
      writeFileSync(
        policy,
        `version: 1
roles: { devops-lead: { primary: mike } }
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      on_call: { roles: [devops-lead] }
`,
      );
      writeFileSync(
        facts,
        "onCall: { devops-lead: [{ person: mike, from: 2026-11-26T15:00Z, until: 2026-11-26T20:00Z }] }",
      );
      const asked = `--policy ${policy} --experiment database-pod-failure.json --environment production --at 2026-11-26T12:00:00Z --facts ${facts}`;
      const { exit, stdout } = await run(preview, asked.split(" "), WORLD);
      expect(exit).toBe(0);
      expect(stdout).toContain("Thu 26 Nov               ···█████····\n");
      expect(stdout).toContain("Next open: Thu 26 Nov 15:00 UTC.");
      expect(stdout).toContain("Closed by on_call.");
      expect(stdout).toContain("Nobody is on call as devops-lead");
      const svg = await run(
        preview,
        [...asked.split(" "), "--format", "svg"],
        WORLD,
      );
      expect(svg.stdout).toContain(
        "<title>Thu 26 Nov 12:00: closed (on_call: nobody on call as devops-lead)</title>",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
