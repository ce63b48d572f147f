import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type GitHubWorld, startGitHub } from "../../sandbox/github/world.ts";
import { ORGANISATION, PEOPLE, REPOSITORY } from "../../sandbox/people.ts";
import { experimentFiles } from "./experiment.ts";

const ROOT = join(import.meta.dirname, "../..");
const WORKFLOW = ".github/workflows/chaos-tests.yml";

export const APP_ID = 4_711;
export const WEBHOOK_SECRET = "the crash test's webhook secret";

const POLICY = `
version: 1
roles:
  incident-commander: { primary: ahmed, secondary: sarah }
  backend-lead: { primary: mike, secondary: lisa }
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [incident-commander, backend-lead] }
`;

const manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

const read = (path: string) => readFile(join(ROOT, path), "utf8");

/** With one repository, in which each request needs two approvals. */
export async function startLocalGitHub(): Promise<GitHubWorld> {
  const { default_permissions: permissions, default_events: events } =
    manifest.parse(JSON.parse(await read("docs/app-manifest.json")));
  return startGitHub({
    organisation: ORGANISATION,
    people: [...PEOPLE],
    teams: [],
    repository: {
      name: REPOSITORY,
      defaultBranch: "main",
      files: {
        ...experimentFiles(),
        ".github/chaos-governor.yml": POLICY,
        [WORKFLOW]: await read(WORKFLOW),
      },
    },
    app: {
      id: APP_ID,
      slug: "chaos-governor",
      webhookSecret: WEBHOOK_SECRET,
      permissions,
      events,
    },
  });
}
