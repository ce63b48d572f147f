import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clockOffset } from "./clock.ts";

const ROOT = join(import.meta.dirname, "..");

/** The app in a process of its own, as an operator starts it, but on the sandbox's clock. */
export interface AppProcess {
  /** Tells the process that the sandbox's clock was moved. */
  followClock(): void;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Resolves when the process ends by itself, with what it said last. */
  ended: Promise<string>;
}

/** @param environment the operator's settings, as docs/operations.md lists them */
export function startApp(environment: Record<string, string>): AppProcess {
  const child = spawn(
    process.execPath,
    [
      "--import",
      join(ROOT, "sandbox/clock-follower.ts"),
      join(ROOT, "app/main.ts"),
    ],
    {
      cwd: ROOT,
      env: {
        PATH: process.env["PATH"] ?? "",
        CHAOS_GOVERNOR_SANDBOX_CLOCK: String(clockOffset()),
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      createInterface({ input: stream }).on(
        "line",
        (line) => last.push(line) > 20 && last.shift(),
      );
  }
  const closed = once(child, "close");
  return {
    followClock: () => void child.send({ clockOffset: clockOffset() }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null)
        child.kill("SIGTERM");
      await closed;
    },
    ended: closed.then(() => last.join("\n")),
  };
}
