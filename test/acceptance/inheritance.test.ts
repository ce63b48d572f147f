import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { ORGANISATION } from "../../sandbox/people.ts";
import { governor } from "./command-line.ts";
import { governedRepository, HOLDS, POLICY } from "./governed-repository.ts";

const ROLES = `
  incident-commander: { primary: ahmed }
  devops-lead: { primary: mike }
`;
/** Two have to approve, wherever production is. */
const ORGANISATION_POLICY = `
version: 1
required:
  roles: ${ROLES.replaceAll("\n", "\n  ")}
  environments:
    production:
      gates:
        approvals: { roles: [incident-commander, devops-lead] }
`;
/** One would be enough. */
const WEAKER = `
version: 1
roles: ${ROLES}
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [devops-lead], expire_after: 48h }
`;

const repository = governedRepository(undefined, {
  [POLICY]: ORGANISATION_POLICY,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inheritance-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe(
  "a repository below its organisation's file",
  { timeout: 120_000 },
  () => {
    it("can ask for less than the organisation requires, and gets what the organisation requires", async () => {
      const { as, request, say, statusSays, onlooker } = repository();
      await as("lisa").push({ [POLICY]: WEAKER }, "one approval is enough");
      const issue = await request(HOLDS);
      await statusSays(issue, /Pinned/);
      await say("mike", issue, "/chaos approve");
      const held = await statusSays(
        issue,
        /Approved by mike as devops-lead; missing: incident-commander/,
      );
      expect(held).toContain("which inherits from [the organisation's](");
      expect(held).toContain(`/${ORGANISATION}/.github/blob/`);
      expect(onlooker.dispatches()).toEqual([]);

      await say("ahmed", issue, "/chaos approve");
      const run = await eventually(
        "the run that the app started",
        () => onlooker.runs()[0],
        { withinMs: 60_000 },
      );
      await eventually("its end", () => onlooker.finished(run.id));
      expect(onlooker.dispatches()).toHaveLength(1);
    });

    it("can be shown what is in force, and who said each of it", async () => {
      const own = join(folder, "own.yml");
      const above = join(folder, "above.yml");
      await writeFile(own, WEAKER);
      await writeFile(above, ORGANISATION_POLICY);
      const { appUrl } = repository().world;
      const { exit, stdout } = await governor(
        appUrl,
        "none",
        "policy",
        "--policy",
        own,
        "--organisation",
        above,
      );
      expect(exit).toBe(0);
      expect(stdout).toContain("- incident-commander # organisation, required");
      expect(stdout).toContain("expire_after: 1d # organisation, required");
    });
  },
);
