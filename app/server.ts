import { Probot, Server } from "probot";
import type { Logger } from "pino";
import { timedFetch } from "../providers/timed-fetch.ts";
import { createApp } from "./index.ts";
import type { Settings } from "./settings.ts";
import { openDatabase } from "./store/database.ts";
import { openQueue } from "./store/queue.ts";

/** How long one request to GitHub may take. */
const GITHUB_LIMIT_MS = 30_000;

export interface RunningServer {
  url: string;
  /** Takes no more webhooks, finishes the looks under way, closes the database. */
  stop(): Promise<void>;
}

/**
 * Opens the database, starts the queue and listens.
 *
 * @throws where the database can't be opened or the port is taken; nothing is left open then
 */
export async function startServer(options: {
  settings: Settings;
  clock: () => Date;
  log: Logger;
}): Promise<RunningServer> {
  const { settings, log } = options;
  const database = await openDatabase(
    settings.databaseUrl === undefined
      ? { folder: settings.dataFolder }
      : { url: settings.databaseUrl },
  );
  const closers = [() => database.close()];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const queue = await openQueue({ ...options, database });
    closers.push(() => queue.stop());
    const server = createServer(settings, log);
    await server.load(createApp({ ...options, database, queue }));
    await server.start();
    closers.push(() => server.stop());
    return { url: `http://${server.host}:${String(server.port)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createServer(settings: Settings, log: Logger): Server {
  // Probot tells of every request; while all is well that is noise.
  const quiet = log.child(
    {},
    { level: settings.logLevel === "info" ? "warn" : settings.logLevel },
  );
  return new Server({
    host: settings.host,
    port: settings.port,
    log: quiet,
    request: { fetch: timedFetch(GITHUB_LIMIT_MS) },
    enablePing: false,
    enableStaticFiles: false,
    Probot: Probot.defaults({
      appId: settings.appId,
      privateKey: settings.privateKey,
      secret: settings.webhookSecret,
      baseUrl: settings.githubApiUrl,
    }),
  });
}
