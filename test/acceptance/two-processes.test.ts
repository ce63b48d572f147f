import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import type { SeenIssue } from "../../sandbox/github/inspection.ts";
import type { Run } from "../../sandbox/github/run.ts";
import { onPostgres } from "../app/store/databases.ts";
import { FAILS, fileHere, governedRepository } from "./governed-repository.ts";

const AT_ONCE = 6;
const COPIES = ["slow-one", "slow-two", "slow-three"];

onPostgres("two processes of the app on one database", (place) => {
  const repository = governedRepository(async () => ({
    DATABASE_URL: (await place()).url,
  }));
  let relay: Awaited<ReturnType<typeof relayToAll>> | undefined;

  beforeAll(async () => {
    const { world } = repository();
    const { webhooks } = world.github;
    const both = [webhooks.url ?? "", await world.startAnotherApp()];
    relay = await relayToAll(both);
    webhooks.url = relay.url;
  });
  afterAll(() => relay?.close());

  const runAtOnce = (experiments: string[]): Promise<Run[]> =>
    Promise.all(
      experiments.map((experiment) =>
        repository().runByHand({ experiment, environment: "staging" }),
      ),
    );

  /** Waits for it: what is written to GitHub in a burst is spaced by three seconds, as GitHub asks. */
  const countSays = (experiment: string, count: number): Promise<SeenIssue> =>
    eventually(
      `${count} failures of ${experiment} in an issue`,
      async () => {
        const issues = await repository().onlooker.failures(experiment);
        return issues.find(({ body }) =>
          body.includes(`Failed ${count} times`),
        );
      },
      { withinMs: 60_000 },
    );

  it(
    "file failures at once of one experiment in one issue, each once, and count them",
    { timeout: 120_000 },
    async () => {
      const { onlooker, world } = repository();
      const runs = await runAtOnce(
        Array.from({ length: AT_ONCE }, () => FAILS),
      );
      const told = await countSays(FAILS, AT_ONCE);
      expect(await onlooker.failures(FAILS)).toHaveLength(1);
      const comments = await world.github.inspect.comments(told.number);
      const entries = [told.body, ...comments.map(({ body }) => body)];
      expect(entries).toHaveLength(AT_ONCE);
      expect(new Set(entries.map(toldRun))).toEqual(
        new Set(runs.map(({ id }) => id)),
      );
    },
  );

  it(
    "file failures at once of several experiments in one issue each",
    { timeout: 120_000 },
    async () => {
      const { as, onlooker } = repository();
      const text = await fileHere(`experiments/${FAILS}.json`);
      await as("lisa").push(
        Object.fromEntries(
          COPIES.map((name) => [`experiments/${name}.json`, text]),
        ),
        "more of them",
      );
      await runAtOnce([...COPIES, ...COPIES]);
      for (const name of COPIES) {
        await countSays(name, 2);
        expect(await onlooker.failures(name)).toHaveLength(1);
      }
    },
  );
});

/** The run that a text of a failure issue tells of. */
function toldRun(text: string): number {
  return Number(/<!-- chaos-governor:run:(\d+):1 -->/.exec(text)?.[1]);
}

/** Hands each webhook to every process, at the same moment: worse than any load balancer does. */
async function relayToAll(urls: readonly string[]) {
  const passOn = async (request: IncomingMessage): Promise<number> => {
    const body = await buffer(request);
    const headers = Object.entries(request.headersDistinct).flatMap(
      ([name, [value = ""] = []]): [string, string][] =>
        /^(x-|content-type$)/.test(name) ? [[name, value]] : [],
    );
    const answers = await Promise.all(
      urls.map((url) => fetch(url, { method: "POST", headers, body })),
    );
    return Math.max(...answers.map(({ status }) => status));
  };
  const server = createServer((request, response) => {
    void passOn(request)
      .catch(() => 502)
      .then((status) => response.writeHead(status).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => void server.close(),
  };
}
