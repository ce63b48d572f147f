import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../../sandbox/eventually.ts";
import type { SeenComment } from "../../sandbox/github/inspection.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { changeExperiment } from "./experiment.ts";
import type { Fate, History } from "./history.ts";
import { pinOf, runsOf } from "./seen.ts";

const REQUESTER = "john";
/** One for each of the two roles that have to approve. */
export const APPROVERS = ["ahmed", "mike"] as const;
const STRANGER = "nina";
/** Of those who approve, so many see the experiment changed under their hands. */
const CHANGED = 0.15;
const LONGEST_PAUSE_MS = 700;
const LOOK_EVERY_MS = 1_000;
/** How long a person waits for the app, which is killed and let down meanwhile. */
const PATIENCE_MS = 480_000;

/** What people do about one request, as its fate wants it. Resolves when they have done the last of it. */
export async function live(
  github: GitHubWorld,
  issue: number,
  { fate, chance }: History,
): Promise<void> {
  const say = async (login: string, words: string) => {
    const { id } = await github.as(login).comment(issue, words);
    return id;
  };
  const pause = () => delay(chance.below(LONGEST_PAUSE_MS));
  const pinned = () =>
    seen("a pin of the default branch's head", () => isPinned(github, issue));
  /** As people do who mean it: they approve anew whenever the app says that their approvals are void. */
  const approve = async () => {
    if (chance.happens(CHANGED)) {
      await pinned();
      await say("ahmed", "/chaos approve");
      await pause();
      await changeExperiment(github, `As of request ${issue}`);
    }
    const end = performance.now() + PATIENCE_MS;
    while (runsOf(github, issue).length === 0) {
      if (performance.now() > end) throw new Error("it was never started");
      await delay(LOOK_EVERY_MS);
      if (!(await isPinned(github, issue))) continue;
      const comments = await github.inspect.comments(issue);
      for (const login of APPROVERS)
        if (!hasApproved(login, comments)) {
          await pause();
          await say(login, "/chaos approve");
        }
    }
  };
  const reacted = (comment: number) =>
    seen(`a reaction to comment ${comment}`, async () => {
      const comments = await github.inspect.comments(issue);
      const found = comments.find(({ id }) => id === comment);
      return (found?.reactions.length ?? 0) > 0;
    });

  const acts: Record<Fate, () => Promise<unknown>> = {
    held: async () => {
      await approve();
      if (chance.happens(0.3)) await say("sarah", "/chaos approve");
    },
    deviated: approve,
    stopped: async () => {
      await approve();
      await pause();
      await say(REQUESTER, "/chaos cancel");
    },
    denied: async () => {
      await pinned();
      await say("ahmed", "/chaos approve");
      await pause();
      await say("mike", "/chaos deny not on a Tuesday");
    },
    cancelled: async () => {
      await pause();
      await say(REQUESTER, "/chaos cancel");
    },
    "half-approved": async () => {
      await pinned();
      const comments = [
        await say(STRANGER, "/chaos approve"),
        await say("ahmed", "/chaos approve"),
        await say("ahmed", "/chaos approve"),
        await say(REQUESTER, "> /chaos approve\n\nMike will surely agree."),
      ];
      for (const comment of comments.slice(0, 3)) await reacted(comment);
      await say(REQUESTER, "/chaos cancel");
    },
  };
  await acts[fate]();
}

const seen = (what: string, probe: () => Promise<boolean>) =>
  eventually(what, async () => ((await probe()) ? true : undefined), {
    withinMs: PATIENCE_MS,
    everyMs: LOOK_EVERY_MS,
  });

async function isPinned(github: GitHubWorld, issue: number): Promise<boolean> {
  const latest = (await github.inspect.comments(issue)).findLast(pinOf);
  return (
    latest !== undefined &&
    pinOf(latest)?.commit === (await github.inspect.head())
  );
}

/** Since the latest pin. */
function hasApproved(login: string, comments: SeenComment[]): boolean {
  const pin = comments.findLastIndex((comment) => pinOf(comment));
  return comments
    .slice(pin + 1)
    .some(({ author, body }) => author === login && body === "/chaos approve");
}
