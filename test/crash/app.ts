import { join } from "node:path";
import * as z from "zod";
import { type AppProcess, startApp } from "../../sandbox/app-process.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { freePort } from "../../sandbox/free-port.ts";

const HURRY = join(import.meta.dirname, "hurry.ts");
/** Of pino. */
const ERROR = 50;
/** Where hundreds of others start at the same time. */
const START_MS = 180_000;

const logLine = z.object({ level: z.number(), msg: z.string() }).loose();

/** A process of the app that somebody starts again whenever it ends, as an orchestrator does. */
export interface KeptApp {
  /** Takes webhooks here, while it is up. */
  webhookUrl: string;
  /** Kills the process where it stands and starts another one. Resolves once the first is gone. */
  kill(): Promise<void>;
  /** Ends it in good order, in the middle of its work, and starts another one. */
  restart(): Promise<void>;
  /** Waits until it answers. */
  ready(): Promise<void>;
  /** @param skewMs by which this machine's clock is wrong */
  followClock(skewMs?: number): void;
  /** Ends it in good order, for good. */
  stop(): Promise<void>;
}

/**
 * @param settings the operator's
 * @param tell is told of what should never be: an end by itself, an error in the log
 */
export async function keepApp(
  settings: Record<string, string>,
  tell: (problem: string) => void,
): Promise<KeptApp> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const environment = {
    ...settings,
    HOST: "127.0.0.1",
    PORT: String(port),
    LOG_LEVEL: "warn",
  };
  const onLine = (line: string) => {
    const problem = errorOf(line);
    if (problem !== undefined) tell(problem);
  };
  const expected = new WeakSet<AppProcess>();
  const start = (): AppProcess => {
    const started = startApp(environment, { preloads: [HURRY], onLine });
    void watch(started);
    return started;
  };
  const watch = async (started: AppProcess) => {
    const last = await started.ended;
    if (expected.has(started)) return;
    tell(`the app ended by itself: ${last}`);
    process = start();
  };
  let process = start();
  let replacing: Promise<void> | undefined;
  const end = async (how: "kill" | "stop") => {
    expected.add(process);
    await process[how]();
  };
  const replace = async (how: "kill" | "stop") => {
    await end(how);
    process = start();
    replacing = undefined;
  };
  const ready = () =>
    eventually(
      "the app is ready",
      async () => ((await fetch(`${address}/readyz`)).ok ? true : undefined),
      { withinMs: START_MS },
    );
  return {
    webhookUrl: `${address}/api/github/webhooks`,
    // Whoever kills it while it ends kills the same process.
    kill: async () => {
      if (replacing) await process.kill();
      await (replacing ??= replace("kill"));
    },
    restart: () => (replacing ??= replace("stop")),
    ready: async () => void (await ready()),
    followClock: (skewMs = 0) => process.followClock(skewMs),
    async stop() {
      await replacing;
      await end("stop");
    },
  };
}

/** What a line of the log says, where it tells of an error. */
function errorOf(line: string): string | undefined {
  if (!line.startsWith("{")) return line;
  const parsed = logLine.safeParse(JSON.parse(line));
  return parsed.success && parsed.data.level >= ERROR ? line : undefined;
}
