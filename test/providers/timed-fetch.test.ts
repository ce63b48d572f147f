import { createServer } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timedFetch } from "../../providers/timed-fetch.ts";

const server = createServer((request, response) => {
  if (request.url === "/quick") response.end("done");
  // Everything else is never answered to its end.
  else response.write("half an answer");
});
let url = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("a fetch with a time limit", () => {
  it("answers what comes in time", async () => {
    const response = await timedFetch(5_000)(`${url}/quick`);
    expect(await response.text()).toBe("done");
  });

  it("gives up on a body that does not end", async () => {
    const response = await timedFetch(50)(`${url}/slow`);
    await expect(response.text()).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  it("still ends when its caller wants it to", async () => {
    const controller = new AbortController();
    const response = await timedFetch(5_000)(`${url}/slow`, {
      signal: controller.signal,
    });
    controller.abort();
    await expect(response.text()).rejects.toMatchObject({ name: "AbortError" });
  });
});
