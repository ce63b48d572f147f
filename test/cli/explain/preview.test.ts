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
});
