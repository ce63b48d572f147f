import { requestForm } from "../core/request/form.ts";
import type { Run } from "./github/run.ts";
import { eventually } from "./eventually.ts";
import { createOnlooker, type Onlooker } from "./onlooker.ts";
import type { Timeline, TimelineEvent } from "./timeline.ts";
import type { World } from "./world.ts";

const APP = "chaos-governor";
const WORKFLOW = "chaos-tests.yml";
const HOLDS = "sandbox-dependency-outage";
const FAILS = "sandbox-slow-dependency";
/** A run may take a while: Chaos Toolkit is real, and the machine may be slow. */
const RUN_PATIENCE = 180_000;
/** A little more than the policy gives a system to recover. */
const RECOVERY_MS = 5.5 * 60_000;

/** Tells the story of two requests. @throws Error naming the first step that was not seen */
export async function tellStory(
  world: World,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<void> {
  const story = createTelling(world, timeline, signal);
  await provedInStaging(story);
  const request = await requested(story);
  await refused(story, request);
  const opensAt = await approvedAndWaiting(story, request);
  await openedByItself(story, opensAt);
  await ranAndHeld(story, request);
  await secondOneFails(story);
  asGitHubDescribes(story);
}

interface Telling {
  world: World;
  onlooker: Onlooker;
  chapter: Timeline["chapter"];
  tell(
    actor: string,
    text: string,
    more?: Omit<TimelineEvent, "actor" | "text">,
  ): void;
  see<T>(
    what: string,
    probe: () => T | undefined | Promise<T | undefined>,
    withinMs?: number,
  ): Promise<T>;
}

function createTelling(
  world: World,
  timeline: Timeline,
  signal: AbortSignal,
): Telling {
  return {
    world,
    onlooker: createOnlooker(world.github),
    chapter: (title) => timeline.chapter(title),
    tell: (actor, text, more = {}) => timeline.tell({ actor, text, ...more }),
    see: (what, probe, withinMs = 30_000) =>
      eventually(what, probe, { withinMs, signal }),
  };
}

async function provedInStaging(story: Telling): Promise<void> {
  story.chapter("0. Staging comes first");
  const run = await dispatchByHand(story, "nina", HOLDS, "staging");
  await completed(story, run.runId);
  story.tell("runner", "the run in staging is over: the steady state held", {
    link: run.url,
  });
}

async function requested(
  story: Telling,
): Promise<{ number: number; url: string }> {
  story.chapter("1. A request for production");
  const { github } = story.world;
  const request = await github.as("john").openIssue({
    title: `Chaos experiment: ${HOLDS} in production`,
    body: requestForm({
      experiment: HOLDS,
      environment: "production",
      reason: "Before the sale we want to know.",
    }),
    labels: ["chaos-request"],
  });
  story.tell("john", `asks to run ${HOLDS} in production`, {
    link: request.url,
  });
  const status = await story.see(
    "the status comment with every gate",
    async () => {
      const comment = await story.onlooker.status(request.number);
      return comment?.body.includes("staging") &&
        comment.body.includes("budget")
        ? comment
        : undefined;
    },
  );
  story.tell(APP, "says of each gate what is so, and what would mend it", {
    link: status.url,
    details: gateLines(status.body),
  });
  return request;
}

async function refused(
  story: Telling,
  request: { number: number },
): Promise<void> {
  story.chapter("2. What does not count");
  const { github } = story.world;

  const nina = await github
    .as("nina")
    .comment(request.number, "/chaos approve");
  story.tell("nina", "approves, but holds no role", { link: nina.url });
  await answered(story, request.number, nina.id);

  const chat = await github
    .as("mike")
    .comment(request.number, "Looks good to me.");
  await github.as("mike").editComment(chat.id, "/chaos approve");
  story.tell("mike", "edits an older comment into an approval", {
    link: chat.url,
  });
  await answered(story, request.number, chat.id);

  const own = await github.as("john").comment(request.number, "/chaos approve");
  story.tell("john", "approves his own request", { link: own.url });
  await answered(story, request.number, own.id);
}

async function approvedAndWaiting(
  story: Telling,
  request: { number: number; url: string },
): Promise<Date> {
  story.chapter("3. Three roles approve; the window is closed");
  const { github } = story.world;
  for (const login of ["sarah", "mike", "ahmed"]) {
    const comment = await github
      .as(login)
      .comment(request.number, "/chaos approve");
    await story.see(`the reaction to ${login}'s approval`, async () => {
      const seen = await story.onlooker.reactions(request.number, comment.id);
      return seen.includes("+1") ? seen : undefined;
    });
    story.tell(login, "approved", { link: comment.url });
  }
  const waiting = await story.see(
    "the request waits for the window",
    async () => {
      const status = await story.onlooker.status(request.number);
      const moment = /Mon 30 Nov|17:00/.exec(status?.body ?? "");
      return status && moment && !status.body.includes("missing")
        ? status
        : undefined;
    },
  );
  story.tell(
    APP,
    "everything holds but the hour: the request waits and says when it opens",
    {
      link: waiting.url,
      details: gateLines(waiting.body),
    },
  );
  if (story.onlooker.dispatches().length > 0)
    throw new Error("the workflow was dispatched in a closed window");
  return nextFullHour(new Date(), 17);
}

async function openedByItself(story: Telling, opensAt: Date): Promise<void> {
  story.chapter("4. The clock moves on, and the request opens by itself");
  story.world.moveClockTo(opensAt);
  story.tell("sandbox", `it is ${opensAt.toUTCString()}`);
  const run = await story.see(
    "the workflow was dispatched by the app",
    () => story.onlooker.runs()[0],
    60_000,
  );
  story.tell(APP, "dispatched the chaos workflow", {
    link: runUrl(story.world, run),
  });
  await completed(story, run.id);
}

async function ranAndHeld(
  story: Telling,
  request: { number: number; url: string },
): Promise<void> {
  const recovered = new Date(Date.now() + RECOVERY_MS);
  story.world.moveClockTo(recovered);
  story.tell(
    "sandbox",
    `it is ${recovered.toUTCString()}: error rate and breakers had their time to recover`,
  );
  const closed = await story.see(
    "the request closes with its verdict",
    async () => {
      const issue = await story.world.github.inspect.issue(request.number);
      const status = await story.onlooker.status(request.number);
      return issue && !issue.open && status?.body.includes("held")
        ? { issue, status }
        : undefined;
    },
  );
  if (closed.issue.reason !== "completed")
    throw new Error(`the request closed as ${closed.issue.reason}`);
  const dispatched = story.onlooker.dispatches().length;
  if (dispatched !== 1)
    throw new Error(
      `the workflow was dispatched ${dispatched} times instead of once`,
    );
  story.tell(
    APP,
    "read the journal: the steady state held, and what the policy watches recovered. The request is closed; it was dispatched once",
    {
      link: closed.status.url,
    },
  );
}

async function secondOneFails(story: Telling): Promise<void> {
  story.chapter("5. A second experiment fails");
  const run = await dispatchByHand(story, "nina", FAILS, "staging");
  const ended = await completed(story, run.runId);
  story.tell("runner", `the run is over: ${ended.conclusion}`, {
    link: run.url,
  });
  const failure = await story.see(
    "the failure issue",
    async () => (await story.onlooker.failures(FAILS))[0],
  );
  story.tell(
    APP,
    `${FAILS} failed in staging: an issue holds the journal's summary`,
    { link: failure.url },
  );
}

/** @throws Error where a request or an answer was not as GitHub's own description of its API has it */
function asGitHubDescribes({ world }: Telling): void {
  const { violations } = world.github.contract;
  if (violations.length > 0)
    throw new Error(
      `what was said between the app and GitHub deviates from GitHub's API: ${JSON.stringify(violations.slice(0, 3))}`,
    );
}

async function dispatchByHand(
  story: Telling,
  login: string,
  experiment: string,
  environment: string,
) {
  const run = await story.world.github.as(login).dispatchWorkflow(WORKFLOW, {
    experiment,
    environment,
    skip_validation: "false",
  });
  story.tell(
    login,
    `gh workflow run ${WORKFLOW} --field environment=${environment} --field experiment=${experiment}`,
    {
      link: run.url,
    },
  );
  return run;
}

async function completed(story: Telling, id: number): Promise<Run> {
  return story.see(
    `run ${id} is over`,
    () => story.onlooker.finished(id),
    RUN_PATIENCE,
  );
}

/** Waits for the app's reply to a comment, and tells its first sentence. */
async function answered(
  story: Telling,
  issue: number,
  comment: number,
): Promise<void> {
  const reply = await story.see(`the answer to comment ${comment}`, () =>
    story.onlooker.answer(issue, comment),
  );
  story.tell(APP, `refuses: ${firstSentence(reply.body)}`, { link: reply.url });
}

function runUrl(world: World, run: Run): string {
  return `${world.repositoryUrl}/actions/runs/${run.id}`;
}

/** The lines of the status comment that speak of gates, without their Markdown. */
function gateLines(body: string): string[] {
  return body
    .split("\n")
    .filter((line) => /^[|-] *[✅⏳❌❔]/u.test(line))
    .map((line) =>
      line.replaceAll(/[|*`]/g, " ").replaceAll(/\s+/g, " ").trim(),
    );
}

function firstSentence(body: string): string {
  return (
    body
      .replaceAll(/<!--.*?-->/gs, "")
      .trim()
      .split("\n")[0] ?? ""
  );
}

function nextFullHour(from: Date, hour: number): Date {
  const moment = new Date(from);
  moment.setUTCHours(hour, 0, 0, 0);
  return moment;
}
