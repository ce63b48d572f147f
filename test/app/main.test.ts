import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { freePort } from "../../sandbox/free-port.ts";

const MAIN = join(import.meta.dirname, "../../app/main.ts");
const SECRET = "It's a secret to everybody";
const SOON = { timeout: 15_000, interval: 20 };

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

const logLine = z.looseObject({ level: z.number(), msg: z.string() });

interface Asked {
  request: string;
  authorization: string;
}

/** As much of GitHub as it takes to see the app ask: one installation with one repository, and nothing in it. */
function fakeGitHub(asked: Asked[]): Server {
  const answers: Record<string, unknown> = {
    "GET /api/v3/app/installations": [{ id: 7 }],
    "GET /api/v3/installation/repositories": {
      repositories: [{ id: 1, name: "shop", owner: { login: "acme" } }],
    },
    "POST /api/v3/app/installations/7/access_tokens": {
      token: "ghs_installation",
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: {},
    },
  };
  return createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const name = `${request.method ?? ""} ${path}`;
    asked.push({
      request: name,
      authorization: request.headers.authorization ?? "",
    });
    const body = answers[name];
    response
      .writeHead(body === undefined ? 404 : 200, {
        "content-type": "application/json",
      })
      .end(JSON.stringify(body ?? { message: "Not Found" }));
  });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("no port");
  return address.port;
}

const signed = (body: string) =>
  `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;

describe("the process", () => {
  const asked: Asked[] = [];
  const github = fakeGitHub(asked);
  const log: z.infer<typeof logLine>[] = [];
  let folder: string;
  let environment: Record<string, string>;
  let url: string;
  let app: ChildProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chaos-governor-"));
    const port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    environment = {
      PATH: process.env["PATH"] ?? "",
      APP_ID: "12",
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: SECRET,
      DATA_FOLDER: folder,
      GITHUB_API_URL: `http://127.0.0.1:${String(await listen(github))}/api/v3`,
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "debug",
    };
    const child = spawn(process.execPath, [MAIN], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    app = child;
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.push(logLine.parse(JSON.parse(line)));
    });
    await vi.waitUntil(() => log.some(({ msg }) => msg === "Ready."), SOON);
  });

  afterAll(async () => {
    app.kill("SIGKILL");
    github.closeAllConnections();
    github.close();
    await rm(folder, { recursive: true });
  });

  const deliver = (delivery: string, signature: (body: string) => string) => {
    const body = JSON.stringify({
      action: "opened",
      installation: { id: 7 },
      repository: { name: "shop", owner: { login: "acme" } },
      issue: { number: 12, labels: [{ name: "chaos-request" }] },
      sender: { login: "ahmed", type: "User" },
    });
    return fetch(`${url}/api/github/webhooks`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-delivery": delivery,
        "x-github-event": "issues",
        "x-hub-signature-256": signature(body),
      },
      body,
    });
  };
  const asks = (request: string) =>
    vi.waitUntil(() => asked.find((entry) => entry.request === request), SOON);

  it("says where it listens, in one structured line", () => {
    expect(log.find(({ msg }) => msg === "Ready.")).toMatchObject({
      url,
      database: "embedded",
    });
  });

  it("is alive and ready", async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("looks at everything at the start: as the App for its installations, as an installation for the rest", async () => {
    const first = await asks("GET /api/v3/app/installations");
    expect(first.authorization).toMatch(/^bearer ey/i);
    const second = await asks("GET /api/v3/installation/repositories");
    expect(second.authorization).toBe("token ghs_installation");
    await asks("GET /api/v3/repos/acme/shop");
  });

  it("takes a signed webhook and looks at what it names", async () => {
    const response = await deliver("delivery-1", signed);
    expect(response.status).toBe(200);
    await asks("GET /api/v3/repos/acme/shop/issues/12");
  });

  it("refuses a webhook that is not signed with the secret", async () => {
    const response = await deliver("delivery-2", () => "sha256=00");
    expect(response.status).toBe(400);
    expect(log.some((line) => line["delivery"] === "delivery-2")).toBe(false);
  });

  it("does not start a second time on the same folder", async () => {
    const second = spawn(process.execPath, [MAIN], {
      env: { ...environment, PORT: String(await freePort()) },
    });
    let said = "";
    second.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = await once(second, "exit");
    expect(code).toBe(1);
    expect(said).toContain(`in use by process ${String(app.pid)}`);
  });

  it("says what is wrong with its environment, without a stack", async () => {
    const wrong = spawn(process.execPath, [MAIN], {
      env: { ...environment, APP_ID: "x" },
    });
    let said = "";
    wrong.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = await once(wrong, "exit");
    expect(code).toBe(1);
    expect(said).toContain("APP_ID: must be the App's id");
    expect(said).not.toContain("    at ");
  });

  it("logs no secret", () => {
    const everything = JSON.stringify(log);
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain("ghs_installation");
    expect(everything).not.toContain("PRIVATE KEY");
  });

  it("ends in good order when it is asked to", async () => {
    app.kill("SIGTERM");
    const [code] = await once(app, "exit");
    expect(code).toBe(0);
    expect(log.at(-1)?.msg).toBe("Stopped.");
  });
});
