import { describe, expect, it } from "vitest";
import { awaitConfirmation } from "../../actions/gate/confirmation.ts";
import type { Comment } from "../../core/request/observation.ts";
import { reviewMark } from "../../core/request/review-mark.ts";

const INPUTS = {
  experiment: "pod-failure",
  environment: "production",
  skipValidation: false,
  app: "chaos-governor",
  organisationRequired: false,
  token: "t",
  alone: false,
  author: "github-actions[bot]",
  claim: { request: "7", correlation: "c", digest: "sha256:d", commit: "e" },
};

const CONFIRMED = {
  run: 99,
  attempt: 1,
  digest: "sha256:d",
  commit: "e",
  environment: "production",
};

const comment = (said: Partial<Comment> = {}): Comment => ({
  id: 1,
  author: "chaos-governor[bot]",
  ours: false,
  body: `Started.\n\n${reviewMark(CONFIRMED)}`,
  createdAt: new Date(0),
  edited: false,
  url: "u",
  ...said,
});

/** Waits in a request whose comments are these from so many readings on, and none before. */
async function waitFor(comments: Comment[], from = 1) {
  const pauses: number[] = [];
  const lines: string[] = [];
  let readings = 0;
  const told = await awaitConfirmation(
    {
      comments: async () => {
        readings += 1;
        return readings >= from ? comments : [];
      },
    },
    INPUTS,
    {
      now: () => new Date(0),
      pause: async (milliseconds) => void pauses.push(milliseconds),
      say: (line) => lines.push(line),
    },
  );
  const waited = pauses.reduce((sum, pause) => sum + pause, 0);
  return { told, lines, waited };
}

describe("the wait for the app's word", () => {
  it("ends at once where it is there", async () => {
    const { told, lines, waited } = await waitFor([comment()]);
    expect(told).toEqual({ confirmed: CONFIRMED, waited: false });
    expect(lines).toEqual([]);
    expect(waited).toBe(0);
  });

  it("goes on until it is there, and says so once", async () => {
    const { told, lines, waited } = await waitFor([comment()], 4);
    expect(told).toEqual({ confirmed: CONFIRMED, waited: true });
    expect(lines).toEqual([
      "Waiting, for five minutes at most, until chaos-governor[bot] says in request #7 which run goes on for it.",
    ]);
    expect(waited).toBe(15_000);
  });

  it.each([
    ["nobody says anything", []],
    ["a person says so", [comment({ author: "mallory" })]],
    ["another bot says so", [comment({ author: "other[bot]" })]],
    ["the app's words were edited", [comment({ edited: true })]],
    [
      "the app quotes somebody",
      [comment({ body: `> ${reviewMark(CONFIRMED)}` })],
    ],
  ])("ends after five minutes where %s", async (_, comments) => {
    const { told, waited } = await waitFor(comments);
    expect(told).toBeUndefined();
    expect(waited).toBe(295_000);
  });
});
