import { describe, expect, it } from "vitest";
import * as z from "zod";
import { jsonAnswer } from "../../../providers/service/json-answer.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import {
  createServiceClient,
  type ServiceSettings,
} from "../../../providers/service/service-client.ts";
import { VirtualWorld, type Scripted } from "../virtual-world.ts";

const BEGIN = new Date("2026-03-04T12:00:00Z");
const QUESTION = {
  path: "/thing",
  read: jsonAnswer("Pager", z.object({ id: z.number() })),
};
const GOOD: Scripted = { body: '{"id":7}' };

function service(script: Scripted[], settings: Partial<ServiceSettings> = {}) {
  const world = new VirtualWorld(BEGIN, ...script);
  const client = createServiceClient(
    {
      provider: "pager",
      name: "Pager",
      base: "https://pager.test/api",
      headers: { authorization: "Token token=t" },
      ...settings,
    },
    world,
  );
  const ask = (query?: URLSearchParams) =>
    world.until(client.ask({ ...QUESTION, ...(query && { query }) }));
  /** The reason why it can't be answered. */
  const fails = async (query?: URLSearchParams) => {
    const outcome = await ask(query).catch((error: unknown) => error);
    return outcome instanceof ProviderError ? outcome.reason : outcome;
  };
  /** When it was asked, in milliseconds since the beginning. */
  const moments = () => world.asked.map(({ at }) => at - BEGIN.getTime());
  return { world, ask, fails, moments };
}

/** One that has failed five times in a row. */
async function broken(failing: Scripted) {
  const made = service([failing], { attempts: 1 });
  for (let count = 0; count < 5; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- in a row
    await made.fails();
  }
  return made;
}

describe("a question to a service", () => {
  it("is answered, with the raw answer beside what it says", async () => {
    const { ask, world } = service([GOOD]);
    expect(await ask(new URLSearchParams({ a: "b c" }))).toEqual({
      value: { id: 7 },
      text: '{"id":7}',
    });
    expect(world.asked).toMatchObject([
      {
        url: "https://pager.test/api/thing?a=b+c",
        init: {
          headers: { authorization: "Token token=t" },
          redirect: "manual",
        },
      },
    ]);
  });

  it.each<[string, Scripted]>([
    ["the connection breaks", { breaks: "ECONNRESET" }],
    ["the server fails", { status: 503 }],
    ["it was asked too often", { status: 429 }],
    ["it does not answer in time", { after: Number.POSITIVE_INFINITY }],
  ])("is repeated after a random while where %s", async (_, failing) => {
    const { ask, moments } = service([failing, failing, GOOD]);
    expect(await ask()).toMatchObject({ value: { id: 7 } });
    const waited = "after" in failing ? 4_000 : 0;
    // Half of 200 ms, then half of 400 ms.
    expect(moments()).toEqual([0, waited + 100, 2 * waited + 300]);
  });

  it.each<[string, Scripted, number, string]>([
    [
      "the network",
      { breaks: "ECONNREFUSED" },
      3,
      "Pager could not be reached: ECONNREFUSED",
    ],
    ["a server that fails", { status: 502 }, 3, "Pager answered HTTP 502"],
    ["a limit", { status: 429 }, 3, "Pager was asked too often"],
    [
      "a server that takes its time",
      { after: 60_000 },
      3,
      "Pager did not answer within 10 seconds",
    ],
    [
      "a token that has expired",
      { status: 401 },
      1,
      "Pager does not accept the credentials (HTTP 401); whoever operates this app renews them",
    ],
    [
      "a question that is refused",
      { status: 400 },
      1,
      "Pager answered HTTP 400",
    ],
    [
      "a redirect, which is not followed",
      { status: 302, headers: { location: "https://elsewhere.test/" } },
      1,
      "Pager answered HTTP 302: its address leads elsewhere, perhaps to a login page; whoever operates this app corrects it",
    ],
    [
      "half an answer",
      { body: '{"id":' },
      1,
      "Pager answered what makes no sense, at its root: it is no JSON",
    ],
    [
      "another shape",
      { body: '{"id":"x"}' },
      1,
      "Pager answered what makes no sense, at id: Invalid input: expected number, received string",
    ],
    [
      "an answer without an end",
      { body: " ".repeat(2 * 1024 * 1024 + 1) },
      1,
      "Pager answered more than 2 MB",
    ],
  ])("fails on %s", async (_, failing, times, reason) => {
    const { fails, moments } = service([failing]);
    expect(await fails()).toBe(reason);
    expect(moments()).toHaveLength(times);
  });

  it("is over at its deadline, however often it would be repeated", async () => {
    const { fails, world } = service([{ after: 60_000 }], {
      questionMs: 5_000,
    });
    expect(await fails()).toBe("Pager did not answer within 5 seconds");
    expect(world.time - BEGIN.getTime()).toBe(5_000);
  });

  it("shows the beginning of an answer that makes no sense", async () => {
    const { ask } = service([{ body: `<html>${"x".repeat(1_000)}` }]);
    await expect(ask()).rejects.toMatchObject({
      provider: "pager",
      retryable: true,
      status: 200,
      answer: expect.stringMatching(/^<html>x{494}$/),
    });
  });

  it.each<[string, string, string]>([
    ["a token", "Bearer s3cr3t-token", "s3cr3t-token"],
    ["PagerDuty's token", "Token token=s3cr3t-token", "s3cr3t-token"],
    ["a token as it is", "s3cr3t-token", "s3cr3t-token"],
    ["a packed password", "Basic bWU6czNjcjN0LXBhc3M=", "bWU6czNjcjN0LXBhc3M="],
    ["a password", "Basic bWU6czNjcjN0LXBhc3M=", "s3cr3t-pass"],
  ])("shows no answer that repeats %s", async (_, authorization, secret) => {
    const headers = { authorization };
    const body = `<html>You sent: ${secret} to us`;
    const { ask } = service([{ body }], { headers });
    await expect(ask()).rejects.toMatchObject({
      answer: "<html>You sent: … to us",
    });
    const said = service([{ body: `{"id":7,"sent":"${secret}"}` }], {
      headers,
    });
    expect(await said.ask()).toMatchObject({ text: '{"id":7,"sent":"…"}' });
  });

  it("that can't be put at all says so without its token", async () => {
    const { world, fails } = service([GOOD], {
      headers: { authorization: "Bearer s3cr3t\ntoken" },
    });
    Object.assign(world, {
      fetch: async (_: string, init: RequestInit) =>
        new Request("http://pager.test", init),
    });
    expect(await fails()).toBe(
      'Pager could not be reached: Headers.append: "Bearer …" is an invalid header value.',
    );
  });

  it("that fails on a bug throws the bug", async () => {
    const { world, fails } = service([GOOD]);
    const bug = new RangeError("a bug");
    Object.assign(world, { fetch: () => Promise.reject(bug) });
    expect(await fails()).toBe(bug);
  });
});

describe("a service that was asked too often", () => {
  const TOO_OFTEN = { status: 429 };

  it.each<[string, Record<string, string>]>([
    ["in seconds", { "retry-after": "2" }],
    ["as a date", { "retry-after": "Wed, 04 Mar 2026 12:00:02 GMT" }],
    ["as PagerDuty does", { "ratelimit-reset": "2" }],
    ["as a moment", { "x-ratelimit-reset": "1772625602" }],
  ])("is asked again when it says so, %s", async (_, headers) => {
    const { ask, moments } = service([{ ...TOO_OFTEN, headers }, GOOD]);
    expect(await ask()).toMatchObject({ value: { id: 7 } });
    expect(moments()).toEqual([0, 2_000]);
  });

  it("is not asked before its time by another question either, which waits for it", async () => {
    const busy = { ...TOO_OFTEN, headers: { "retry-after": "2" } };
    const { ask, moments } = service([{ status: 500 }, busy, GOOD]);
    await Promise.all([
      ask(new URLSearchParams({ a: "1" })),
      ask(new URLSearchParams({ b: "2" })),
    ]);
    expect(moments()).toEqual([0, 0, 2_000, 2_000]);
  });

  it("is not waited for beyond the deadline, and not asked before its time", async () => {
    const headers = { "retry-after": "90" };
    const { fails, ask, moments, world } = service([
      { ...TOO_OFTEN, headers },
      GOOD,
    ]);
    const reason = "Pager was asked too often, again at 12:02 UTC";
    expect(await fails()).toBe(reason);
    world.time += 79_000;
    expect(await fails(new URLSearchParams("another"))).toBe(reason);
    expect(moments()).toEqual([0]);
    world.time += 11_000;
    expect(await ask()).toMatchObject({ value: { id: 7 } });
  });

  it("is asked again after an hour, whatever it says", async () => {
    const headers = { "retry-after": "999999" };
    const { fails } = service([{ ...TOO_OFTEN, headers }]);
    expect(await fails()).toBe("Pager was asked too often, again at 13:00 UTC");
  });
});

describe("a service that fails again and again", () => {
  const RESTING =
    "Pager answered HTTP 500; that was several times in a row, and it is left alone until 12:01 UTC";

  it("is left alone for half a minute, and this is said", async () => {
    const { fails, ask, moments, world } = await broken({ status: 500 });
    expect(await fails()).toBe(RESTING);
    world.time += 29_999;
    expect(await fails()).toBe(RESTING);
    expect(moments()).toHaveLength(5);

    world.time += 1;
    world.script = [GOOD];
    expect(await ask()).toMatchObject({ value: { id: 7 } });
  });

  it("is left alone again after a single failure, until it answers", async () => {
    const { fails, world } = await broken({ breaks: "ECONNRESET" });
    world.time += 30_000;
    expect(await fails()).toContain("could not be reached");
    expect(await fails()).toContain("is left alone");
    world.time += 30_000;
    world.script = [GOOD, { status: 500 }];
    await fails();
    expect(await fails(new URLSearchParams("another"))).toBe(
      "Pager answered HTTP 500",
    );
    expect(await fails(new URLSearchParams("another"))).toBe(
      "Pager answered HTTP 500",
    );
  });

  it("failed once where questions fail that were under way at the same time", async () => {
    const { ask, fails, world } = service([{ status: 500, after: 10 }], {
      attempts: 1,
    });
    await Promise.all(
      ["a", "b", "c", "d", "e", "f"].map((name) =>
        fails(new URLSearchParams(name)),
      ),
    );
    world.script = [GOOD];
    expect(await ask()).toMatchObject({ value: { id: 7 } });
  });

  it("is asked on where it answers that it can't answer this", async () => {
    const { fails } = await broken({ status: 401 });
    expect(await fails()).toContain("HTTP 401");
  });
});

describe("the same question", () => {
  it("within half a minute is answered from memory, and the age of the answer is told", async () => {
    const { ask, world, moments } = service([GOOD, { body: '{"id":8}' }]);
    await ask();
    world.time += 29_999;
    expect(await ask()).toMatchObject({ value: { id: 7 }, age: 29_999 });
    world.time += 1;
    const asked = await ask();
    expect(asked).toMatchObject({ value: { id: 8 } });
    expect(asked).not.toHaveProperty("age");
    expect(moments()).toEqual([0, 30_000]);
  });

  it("put twice at once is asked once", async () => {
    const { ask, moments } = service([{ ...GOOD, after: 10 }]);
    const both = await Promise.all([ask(), ask()]);
    expect(both).toMatchObject([{ value: { id: 7 } }, { value: { id: 7 } }]);
    expect(moments()).toEqual([0]);
  });

  it.each<[string, Scripted]>([
    ["failed", { status: 400 }],
    ["was answered with nonsense", { body: "[]" }],
    ["got no answer", { breaks: "ECONNRESET" }],
  ])("is asked again where it %s", async (_, failing) => {
    const { ask, fails } = service([failing, GOOD], { attempts: 1 });
    await fails();
    expect(await ask()).toMatchObject({ value: { id: 7 } });
  });

  it("is forgotten after a hundred others", async () => {
    const { ask, moments } = service([GOOD]);
    await ask();
    for (let count = 0; count < 100; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ask(new URLSearchParams({ count: String(count) }));
    }
    await ask();
    expect(moments()).toHaveLength(102);
  });
});
