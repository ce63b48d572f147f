import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clockOffset } from "./clock.ts";

const ROOT = join(import.meta.dirname, "..");

/** The app in a process of its own, as an operator starts it, but on the sandbox's clock. */
export interface AppProcess {
  /**
   * Tells the process that the sandbox's clock was moved.
   *
   * @param skewMs by which the process's clock is wrong
   */
  followClock(skewMs?: number): void;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, wherever it is, as a machine that fails does; waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves when the process ends by itself, with what it said last. */
  ended: Promise<string>;
}

/**
 * @param environment the operator's settings, as docs/operations.md lists them
 * @param options.preloads modules that are loaded before the app
 * @param options.onLine is told of each line that it writes
 */
export function startApp(
  environment: Record<string, string>,
  options: { preloads?: string[]; onLine?: (line: string) => void } = {},
): AppProcess {
  const preloads = [
    join(ROOT, "sandbox/clock-follower.ts"),
    ...(options.preloads ?? []),
  ];
  const child = spawn(
    process.execPath,
    [
      ...preloads.flatMap((module) => ["--import", module]),
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
      createInterface({ input: stream }).on("line", (line) => {
        options.onLine?.(line);
        if (last.push(line) > 20) last.shift();
      });
  }
  const closed = once(child, "close");
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode === null && child.signalCode === null)
      child.kill(signal);
    await closed;
  };
  return {
    followClock(skewMs = 0) {
      // One that has just died needs no clock any more.
      if (child.connected)
        child.send({ clockOffset: clockOffset() + skewMs }, () => undefined);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    ended: closed.then(() => last.join("\n")),
  };
}
