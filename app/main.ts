import { pino, type Logger } from "pino";
import { startServer, type RunningServer } from "./server.ts";
import { readSettings, SettingsError, type Settings } from "./settings.ts";
import { FolderInUse } from "./store/folder-lock.ts";

await main();

/** The process: settings from the environment, a log on stdout, an orderly end on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const settings = settingsOrExit();
  const log = pino({ name: "chaos-governor", level: settings.logLevel });
  try {
    const server = await startServer({ settings, clock: now, log });
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => void stop(server, signal, log));
    const database = settings.databaseUrl === undefined ? "embedded" : "server";
    log.info({ url: server.url, database }, "Ready.");
  } catch (error) {
    if (error instanceof FolderInUse) log.fatal(error.message);
    else log.fatal({ err: error }, "Could not start.");
    process.exit(1);
  }
}

function now(): Date {
  return new Date();
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

async function stop(
  server: RunningServer,
  signal: string,
  log: Logger,
): Promise<never> {
  log.info({ signal }, "Stopping.");
  try {
    await server.stop();
  } catch (error) {
    log.fatal({ err: error }, "Could not stop in good order.");
    return process.exit(1);
  }
  log.info("Stopped.");
  // A client that waits to ask GitHub again must not keep the process.
  return process.exit(0);
}
