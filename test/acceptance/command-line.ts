import { spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";
import { join } from "node:path";

/** How the program ended, and what it said. */
export interface Outcome {
  exit: unknown;
  stdout: string;
  stderr: string;
}

/** Runs the program as an operator does, beside the app. @param token the app's OPERATOR_TOKEN */
export async function governor(
  appUrl: string,
  token: string,
  ...args: string[]
): Promise<Outcome> {
  const main = join(import.meta.dirname, "../../cli/main.ts");
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      CHAOS_GOVERNOR_SERVER: appUrl,
      CHAOS_GOVERNOR_TOKEN: token,
    },
  });
  const exit = new Promise((resolve) => child.on("close", resolve));
  const [stdout, stderr] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  return { exit: await exit, stdout: String(stdout), stderr: String(stderr) };
}
