import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replay } from "../../../cli/recorded/replay.ts";
import { known } from "../../../core/gate/fact.ts";
import {
  writeRecord,
  type DecisionRecord,
} from "../../../core/gate/recorded/record.ts";
import { recordOf } from "../../core/gate/recorded.ts";
import { factsWith } from "../../core/gate/world.ts";
import { run } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "replay-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The app's answer. */
function answerWith(...records: DecisionRecord[]): string {
  return `{"version":1,"decisions":[${records.map(writeRecord).join(",")}]}`;
}

/** Replays the answer as it was kept in a file. */
function replayKept(text: string, ...args: string[]) {
  writeFileSync(join(folder, "decisions.json"), text);
  return run(replay, ["decisions.json", ...args], folder);
}

const answerHeld = () => new Response(answerWith(HELD));

const HELD = recordOf(factsWith({ approvals: known([]) }));
/** As a release that decided otherwise would have recorded it. */
const OTHERWISE: DecisionRecord = {
  ...HELD,
  decision: { ...HELD.decision, decision: "refuse" },
};

describe("chaos-governor replay", () => {
  it("ends with 0 where every decision comes out the same, and shows each with its verdicts", async () => {
    const answer = await replayKept(answerWith(HELD, recordOf()));
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    for (const words of [
      "odavl/studio-hub#12 2026-11-24T12:00:00.000Z: database-pod-failure in production",
      "HOLD, by the policy at c0ffee; replayed: the same, bit for bit",
      "… approvals         Nobody has approved yet",
      "ALLOW, by the policy",
      "2 decisions replayed: all come out the same",
    ])
      expect(answer.stdout).toContain(words);
  });

  it("ends with 1 where one does not, and says which and where", async () => {
    const answer = await replayKept(answerWith(recordOf(), OTHERWISE));
    expect(answer.exit).toBe(1);
    for (const words of [
      "REFUSE, by the policy at c0ffee; replayed: NOT THE SAME, it comes out as HOLD",
      '≠ decision: recorded "refuse", replayed "hold"',
      "2 decisions replayed: 1 come out the same, 1 do not.",
    ])
      expect(answer.stdout).toContain(words);
  });

  it("says it as data", async () => {
    const text = answerWith(HELD, OTHERWISE);
    const answer = await replayKept(text, "--format", "json");
    expect(answer.exit).toBe(1);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      decisions: [
        {
          request: "odavl/studio-hub#12",
          at: "2026-11-24T12:00:00.000Z",
          experiment: "database-pod-failure",
          environment: "production",
          decision: "hold",
          outcome: "same",
        },
        {
          outcome: "different",
          differences: [
            { path: "decision", recorded: "refuse", replayed: "hold" },
          ],
        },
      ],
    });
  });

  it("replays what can be read and ends with 2 where something can't be", async () => {
    const text = answerWith(HELD).replace(/\]\}$/, ',{"version":9}]}');
    const answer = await replayKept(text);
    expect(answer.exit).toBe(2);
    expect(answer.stderr).toContain("decision 2 can't be read: version: only");
    expect(answer.stdout).toContain("1 decision replayed");
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["something else", '{"version":1}'],
    ["no decision", '{"version":1,"decisions":[]}'],
  ])("ends with 2 on a file with %s", async (_, text) => {
    const answer = await replayKept(text);
    expect(answer).toMatchObject({ exit: 2, stdout: "" });
    expect(answer.stderr).toMatch(/^decisions\.json: .*decision/);
  });

  it("reads stdin", async () => {
    const bytes = Buffer.from(answerWith(HELD));
    const stdin = async function* () {
      yield bytes.subarray(0, 9);
      yield bytes.subarray(9);
    };
    expect((await run(replay, ["-"], folder, { stdin })).exit).toBe(0);
  });

  it("ends with 2 where it is used in another way", async () => {
    for (const args of [[], ["a#1", "b"], ["x.json", "--format", "sarif"]])
      expect((await run(replay, args, folder)).exit).toBe(2);
    expect((await run(replay, ["--help"], folder)).stdout).toContain("usage");
    expect((await run(replay, ["none.json"], folder)).stderr).toContain(
      "there is no such file",
    );
  });
});

describe("chaos-governor replay <owner/repo#number>", () => {
  const env = {
    CHAOS_GOVERNOR_SERVER: "https://chaos.test",
    CHAOS_GOVERNOR_TOKEN: "0123456789abcdef01234567",
  };
  const SOURCE = "odavl/studio-hub#12";

  /** Asks an app that answers so. */
  async function ask(
    respond: () => Response | Promise<Response>,
    args = [SOURCE],
    environment: Record<string, string> = env,
  ) {
    const asked: [string, string | null][] = [];
    const answer = await run(replay, args, folder, {
      env: environment,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        asked.push([request.url, request.headers.get("authorization")]);
        return respond();
      },
    });
    return { ...answer, asked };
  }

  it("asks the app with the operator's token", async () => {
    const answer = await ask(answerHeld);
    expect(answer).toMatchObject({ exit: 0, stderr: "" });
    expect(answer.asked).toEqual([
      [
        "https://chaos.test/api/repositories/odavl/studio-hub/requests/12/decisions",
        `Bearer ${env.CHAOS_GOVERNOR_TOKEN}`,
      ],
    ]);
  });

  it("asks the server that is named for a whole repository", async () => {
    const named = ["odavl/studio-hub", "--server", "http://localhost:3000"];
    expect((await ask(answerHeld, named)).asked[0]?.[0]).toBe(
      "http://localhost:3000/api/repositories/odavl/studio-hub/decisions",
    );
  });

  it.each<[string, () => Response, string]>([
    ["401", () => new Response("", { status: 401 }), "OPERATOR_TOKEN"],
    ["404", () => new Response("", { status: 404 }), "has to be set there"],
    ["503", () => new Response("", { status: 503 }), "status 503"],
    ["a page", () => new Response("<html>"), "no list of recorded decisions"],
  ])(
    "says what to do where the app answers with %s",
    async (_, respond, words) => {
      const answer = await ask(respond);
      expect(answer).toMatchObject({ exit: 2, stdout: "" });
      expect(answer.stderr).toContain(words);
      expect(answer.stderr).not.toContain(env.CHAOS_GOVERNOR_TOKEN);
    },
  );

  it("says so where the app can't be reached, and where it is not told which", async () => {
    const cause = new Error("connect ECONNREFUSED");
    const down = () => Promise.reject(new TypeError("failed", { cause }));
    expect((await ask(down)).stderr).toContain("ECONNREFUSED");
    const { CHAOS_GOVERNOR_SERVER, CHAOS_GOVERNOR_TOKEN } = env;
    const nowhere = await ask(down, [SOURCE], { CHAOS_GOVERNOR_TOKEN });
    expect(nowhere).toMatchObject({ exit: 2, asked: [] });
    expect(nowhere.stderr).toContain("--server");
    const nobody = await ask(down, [SOURCE], { CHAOS_GOVERNOR_SERVER });
    expect(nobody).toMatchObject({ exit: 2, asked: [] });
    expect(nobody.stderr).toContain("CHAOS_GOVERNOR_TOKEN");
  });
});
