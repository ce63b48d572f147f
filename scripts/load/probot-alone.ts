import { pino } from "pino";
import { Probot, Server } from "probot";

/* Probot as its documentation has it, which listens to a webhook and does nothing. */

const log = pino({ level: "warn" });
const server = new Server({
  host: "127.0.0.1",
  port: Number(process.env["PORT"]),
  log,
  Probot: Probot.defaults({
    appId: Number(process.env["APP_ID"]),
    privateKey: process.env["PRIVATE_KEY"],
    secret: process.env["WEBHOOK_SECRET"],
  }),
});
await server.load((app) => {
  app.on("issue_comment", () => undefined);
});
await server.start();
process.stdout.write("Ready.\n");
