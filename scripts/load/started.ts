import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../../sandbox/free-port.ts";
import { SECRET } from "./webhook.ts";

/** The id of the App. */
export const APP_ID = 12;

const ROOT = join(import.meta.dirname, "../..");

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

/** A process that listens to webhooks. */
export interface Started {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts it and waits until it says that it is ready.
 *
 * @param script of this repository
 * @throws where it ends before
 */
export async function startProcess(
  script: string,
  environment: Record<string, string> = {},
): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, script)], {
    env: {
      PATH: process.env["PATH"] ?? "",
      APP_ID: String(APP_ID),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: SECRET,
      HOST: "127.0.0.1",
      PORT: String(port),
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      if (said.length > 10) said.shift();
      if (line.includes("Ready.")) resolve();
    });
    child.once("close", () => {
      reject(new Error(`${script} ended:\n${said.join("\n")}`));
    });
  });
  return {
    url: `http://127.0.0.1:${String(port)}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
