import { spawn } from "node:child_process";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { clockOffset } from "../../sandbox/clock.ts";

const ROOT = join(import.meta.dirname, "../..");

/** How the program ended, and what it said. */
export interface Outcome {
  exit: unknown;
  stdout: string;
  stderr: string;
}

/** Runs the program as an operator does, beside the app. @param token the app's OPERATOR_TOKEN */
export function governor(
  appUrl: string,
  token: string,
  ...args: string[]
): Promise<Outcome> {
  const env = { CHAOS_GOVERNOR_SERVER: appUrl, CHAOS_GOVERNOR_TOKEN: token };
  return runCli(env, args);
}

/** Runs the program on the sandbox's clock, with these variables besides those of this process. */
export async function runCli(
  env: Record<string, string>,
  args: readonly string[],
): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [
      "--import",
      join(ROOT, "sandbox/clock-follower.ts"),
      join(ROOT, "cli/main.ts"),
      ...args,
    ],
    {
      env: {
        ...process.env,
        CHAOS_GOVERNOR_SANDBOX_CLOCK: String(clockOffset()),
        ...env,
      },
    },
  );
  const exit = new Promise((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  return { exit: await exit, stdout: String(stdout), stderr: String(stderr) };
}
