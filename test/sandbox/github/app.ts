import { pino } from "pino";
import { type ApplicationFunction, Probot, Server } from "probot";
import { onTestFinished } from "vitest";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { APP_ID, SECRET } from "./local-github.ts";

/** A real Probot app that listens, with the local GitHub delivering to it; stopped after the test. */
export async function probotApp(
  world: GitHubWorld,
  listen: ApplicationFunction,
): Promise<void> {
  const server = new Server({
    port: 0,
    host: "127.0.0.1",
    log: pino({ level: "silent" }),
    Probot: Probot.defaults({
      appId: APP_ID,
      privateKey: world.privateKey,
      secret: SECRET,
      baseUrl: world.apiUrl,
    }),
  });
  await server.load(listen);
  await server.start();
  onTestFinished(async () => {
    await server.stop();
  });
  world.webhooks.url = `http://127.0.0.1:${server.port}/api/github/webhooks`;
}
