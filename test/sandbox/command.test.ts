import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const MAIN = join(import.meta.dirname, "../../sandbox/main.ts");

const line = z.object({
  at: z.iso.datetime(),
  kind: z.enum(["chapter", "progress", "event"]),
  text: z.string(),
  actor: z.string().optional(),
  link: z.url().optional(),
});

describe("npm run sandbox", () => {
  it(
    "tells an event a line as JSON, and stops everything when it is interrupted",
    { timeout: 90_000 },
    async () => {
      const sandbox = spawn(process.execPath, [MAIN, "--json"], {
        env: { ...process.env, CHAOS_GOVERNOR_SANDBOX_REPLAY: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const links: string[] = [];
      for await (const text of createInterface({ input: sandbox.stdout })) {
        const { actor, link } = line.parse(JSON.parse(text));
        if (link !== undefined) links.push(link);
        if (actor === "app") break;
      }
      expect(links).toHaveLength(3);
      for (const link of links) expect((await fetch(link)).ok).toBe(true);

      const closed = once(sandbox, "close");
      sandbox.kill("SIGINT");
      expect(await closed).toEqual([130, null]);
      for (const link of links)
        await expect(fetch(link)).rejects.toThrow("fetch failed");
    },
  );

  it("refuses an option that it does not know, and says which there are", () => {
    const answer = spawnSync(process.execPath, [MAIN, "--twice"], {
      encoding: "utf8",
    });
    expect(answer).toMatchObject({ status: 2, stdout: "" });
    expect(answer.stderr).toContain("--once");
  });
});
