import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { checkoutOf } from "./checkout.ts";
import type { Change } from "./github-changes.ts";
import { type GitHubWorld, serveGitHub } from "./github-server.ts";
import { runAction, type StepRun } from "./run-action.ts";

const ROOT = join(import.meta.dirname, "../..");
export const SOUND = await readFile(
  join(ROOT, "experiments/database-pod-failure.json"),
  "utf8",
);
/** `rollbacks` is what it was meant to say. */
export const BROKEN = SOUND.replace('"rollbacks"', '"rollback"');
export const WORKFLOW = await readFile(
  join(ROOT, ".github/workflows/chaos-tests.yml"),
  "utf8",
);
export const POLICY = await readFile(join(ROOT, POLICY_PATH), "utf8");
const PULL_REQUEST = {
  pull_request: { number: 7, changed_files: 2, base: { ref: "main" } },
};

interface Situation {
  /** In the checkout. */
  files: Record<string, string>;
  changes?: Change[];
  world?: Partial<GitHubWorld>;
  event?: { name: string; payload: unknown };
  inputs?: Record<string, string>;
  /** Changes the checkout before the step runs. */
  prepare?: (workspace: string) => Promise<void>;
}

/** Runs the Action as a job of the repository octo/studio. */
export async function validate({
  files,
  changes = Object.keys(files).map((filename) => ({
    filename,
    status: "modified",
  })),
  world = {},
  event = { name: "pull_request", payload: PULL_REQUEST },
  inputs = {},
  prepare,
}: Situation): Promise<StepRun & { workspace: string }> {
  const workspace = await checkoutOf(files);
  await prepare?.(workspace);
  const runner = await checkoutOf({
    "event.json": JSON.stringify(event.payload),
  });
  const api = await serveGitHub({
    policy: POLICY,
    startedBy: "sarah",
    issues: [],
    changes,
    ...world,
  });
  const step = await runAction(
    "actions/validate/action.yml",
    { token: "t", ...inputs },
    {
      GITHUB_REPOSITORY: "octo/studio",
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: join(runner, "event.json"),
      GITHUB_API_URL: api,
    },
  );
  return { ...step, workspace };
}
