import { generateKeyPairSync } from "node:crypto";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { createGitHubApp } from "../../app/github-app.ts";
import { listen } from "../../app/listener.ts";
import { silentLog } from "./silent-log.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** An installation's client of a GitHub that gives it a token and refuses everything else. */
async function refusedClient(status: number, headers: Record<string, string>) {
  const asked: string[] = [];
  const github = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    handlers: [
      (request, response) => {
        asked.push(request.url ?? "");
        const isToken = request.url?.endsWith("/access_tokens") === true;
        const body = isToken
          ? { token: "ghs_1", expires_at: "2100-01-01T00:00:00Z" }
          : { message: "You have exceeded a secondary rate limit" };
        response
          .writeHead(isToken ? 201 : status, {
            "content-type": "application/json",
            ...(!isToken && headers),
          })
          .end(JSON.stringify(body));
        return Promise.resolve(true);
      },
    ],
  });
  onTestFinished(() => github.stop());
  const app = await createGitHubApp(
    {
      appId: 12,
      privateKey,
      webhookSecret: "secret",
      githubApiUrl: github.url,
      logLevel: "fatal",
    },
    pino({ level: "silent" }),
  );
  return { asked, octokit: await app.auth(7) };
}

describe("a client of the app", () => {
  it.each([
    [
      403,
      {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.floor(Date.now() / 1_000) + 3_600),
      },
    ],
    [403, { "retry-after": "60" }],
    [429, { "retry-after": "60" }],
  ])(
    "does not wait for a rate limit in the middle of a look (%i, %j)",
    async (status, headers) => {
      const { octokit, asked } = await refusedClient(status, headers);
      const begun = performance.now();
      const question = octokit.request("GET /repos/acme/shop/issues/1");
      await expect(question).rejects.toMatchObject({ status });
      expect(performance.now() - begun).toBeLessThan(3_000);
      expect(asked.filter((url) => url.endsWith("/issues/1"))).toHaveLength(1);
    },
  );
});
