import type { Logger } from "pino";
import { createGitHubApp } from "./github-app.ts";
import { createApp } from "./index.ts";
import { listen, type RequestHandler } from "./listener.ts";
import { DELIVERIES } from "./reconciler/key.ts";
import type { Settings } from "./settings.ts";
import { openDatabase } from "./store/database.ts";
import { openQueue } from "./store/queue.ts";

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
    const handlers: RequestHandler[] = [];
    const probot = await createGitHubApp(settings, log);
    const app = createApp({ ...options, database, queue });
    await app(probot, { addHandler: (handler) => handlers.push(handler) });
    const listener = await listen({ ...settings, handlers, log });
    closers.push(() => listener.stop());
    // Not before: what is delivered again would not arrive again.
    await queue.send(DELIVERIES, "start");
    return { url: listener.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
