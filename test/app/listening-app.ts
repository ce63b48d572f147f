import { Probot } from "probot";
import { onTestFinished } from "vitest";
import type { App } from "../../app/index.ts";
import { listen, type RequestHandler } from "../../app/listener.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { APP_ID, SECRET } from "../sandbox/github/local-github.ts";
import { silentLog } from "./silent-log.ts";

/** Our app, listening, with the local GitHub delivering to it; stopped after the test. */
export async function listeningApp(
  world: GitHubWorld,
  app: App,
): Promise<void> {
  const probot = await new Probot({
    appId: APP_ID,
    privateKey: world.privateKey,
    secret: SECRET,
    baseUrl: world.apiUrl,
    logLevel: "fatal",
  }).ready();
  const handlers: RequestHandler[] = [];
  await app(probot, { addHandler: (handler) => handlers.push(handler) });
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    handlers,
    log: silentLog,
  });
  onTestFinished(() => listener.stop());
  world.webhooks.url = `${listener.url}/api/github/webhooks`;
}
