import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";

/** Starts a Prometheus that answers each question with one number; those of a test end with it. */
export function prometheusForTests(): {
  start(answer: (question: URLSearchParams) => string): Promise<string>;
  stop(): Promise<void>;
} {
  const servers: Server[] = [];
  const stop = async () => {
    await Promise.all(
      servers.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  };
  afterEach(stop);
  return { start: (answer) => listen(servers, answer), stop };
}

async function listen(
  servers: Server[],
  answer: (question: URLSearchParams) => string,
): Promise<string> {
  const server = createServer((request, response) => {
    void respond(request, response, answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (question: URLSearchParams) => string,
): Promise<void> {
  const value = answer(new URLSearchParams(await text(request)));
  const result = [{ metric: {}, value: [1_772_532_000, value] }];
  const data = { resultType: "vector", result };
  response.end(JSON.stringify({ status: "success", data }));
}
