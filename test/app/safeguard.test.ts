import { describe, expect, it } from "vitest";
import { safeguardHandler } from "../../app/safeguard.ts";
import type { RequestRecord } from "../../core/request/observation.ts";
import { safeguardKey, safeguardToken } from "../../core/request/safeguard.ts";
import { answerOf } from "./answer-of.ts";

const SECRET = "0123456789abcdef01234567";
const NOW = new Date("2026-03-03T12:10:00Z");
const STARTED = new Date("2026-03-03T12:00:00Z");
const KEY = safeguardKey(SECRET, "Odavl/Studio-Hub");
const token = (attempt = 1) => safeguardToken(KEY, { run: 99, attempt });

type Dispatch = NonNullable<RequestRecord["dispatch"]>;

function ask(
  part: Partial<Dispatch> = {},
  sent: {
    bearer?: string;
    path?: string;
    secret?: string | undefined;
    phase?: "denied";
  } = {},
) {
  const record: RequestRecord = {
    requester: "olivia",
    openedAt: STARTED,
    phase: sent.phase ?? "running",
    pins: [],
    answers: new Map(),
    dispatch: {
      correlation: "c0ffee",
      intendedAt: STARTED,
      attempts: 1,
      ...part,
    },
  };
  const handler = safeguardHandler(
    "secret" in sent ? sent.secret : SECRET,
    {
      requestOfRunAnywhere: async (run) =>
        run === 99
          ? { owner: "odavl", repo: "studio-hub", issue: 12 }
          : undefined,
      recordFor: async () => record,
    },
    () => NOW,
  );
  const authorization = `Bearer ${sent.bearer ?? token()}`;
  return answerOf(handler, sent.path ?? "/api/safeguard/99", {
    headers: { authorization },
  });
}

describe("GET /api/safeguard/<run>", () => {
  it("says that the experiment may go on while nothing stopped it", async () => {
    expect(await ask()).toMatchObject({ code: 200, body: { ok: true } });
    const watchedAt = new Date(NOW.getTime() - 80_000);
    expect(await ask({ watchedAt })).toMatchObject({ body: { ok: true } });
  });

  it("says why it may not once its run is stopped, however its request stands", async () => {
    const stopped = { because: "ahmed said so.", at: NOW };
    expect(await ask({ stopped })).toMatchObject({
      code: 200,
      body: { ok: false, error: "ahmed said so." },
    });
    expect(await ask({}, { phase: "denied" })).toMatchObject({
      body: {
        ok: false,
        error: "The request is denied, so nothing runs for it.",
      },
    });
  });

  it("says so where nobody has watched the run for a while", async () => {
    const watchedAt = new Date(NOW.getTime() - 91_000);
    expect(await ask({ watchedAt })).toMatchObject({
      body: {
        ok: false,
        error: "Nobody has watched this run since 12:08:29 UTC.",
      },
    });
  });

  it.for([
    ["another attempt's token", { bearer: token(2) }],
    ["another run", { path: "/api/safeguard/98" }],
    [
      "another repository's token",
      {
        bearer: safeguardToken(safeguardKey(SECRET, "odavl/other"), {
          run: 99,
          attempt: 1,
        }),
      },
    ],
    ["no token", { bearer: "" }],
    ["the key itself", { bearer: KEY }],
  ] as const)("tells nothing to whoever has %s", async ([, sent]) => {
    expect(await ask({}, sent)).toMatchObject({
      code: 401,
      body: { problem: "the bearer token is not right" },
    });
  });

  it("is not there without a secret in the settings", async () => {
    expect(await ask({}, { secret: undefined })).toMatchObject({ code: 418 });
  });
});
