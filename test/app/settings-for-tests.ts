import type { Settings } from "../../app/settings.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { APP_ID, SECRET } from "../sandbox/github/local-github.ts";

/** What the app is set up with on the local GitHub, where a test gives it the database. */
export function settingsOn(world: GitHubWorld): Settings {
  return {
    appId: APP_ID,
    privateKey: world.privateKey,
    webhookSecret: SECRET,
    dataFolder: "",
    organisationRequired: false,
    host: "127.0.0.1",
    port: 0,
    logLevel: "fatal",
  };
}
