import type { AuditEvent } from "../../app/store/records.ts";
import { STATUS_MARKER } from "../../core/render/status.ts";
import type {
  SeenComment,
  SeenIssue,
} from "../../sandbox/github/inspection.ts";
import type { Run } from "../../sandbox/github/run.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import type { Fate } from "./history.ts";
import { APPROVERS } from "./people.ts";
import { BOT, pinOf, runsOf } from "./seen.ts";

/** How each fate has to end. */
const ENDS: Record<Fate, { phase: string; reason: string; starts: boolean }> = {
  held: { phase: "finished", reason: "completed", starts: true },
  deviated: { phase: "finished", reason: "not_planned", starts: true },
  stopped: { phase: "finished", reason: "not_planned", starts: true },
  denied: { phase: "denied", reason: "not_planned", starts: false },
  cancelled: { phase: "cancelled", reason: "not_planned", starts: false },
  "half-approved": {
    phase: "cancelled",
    reason: "not_planned",
    starts: false,
  },
};

/** What GitHub shows of one request that the promises do not allow; nothing where all of them hold. */
export async function brokenOnGitHub(
  github: GitHubWorld,
  issue: number,
  wanted: Fate,
  mayBeHalted: (run: number) => boolean,
): Promise<string[]> {
  const runs = runsOf(github, issue);
  const fate = fateOf(wanted, runs, mayBeHalted);
  const [seen, comments] = await Promise.all([
    github.inspect.issue(issue),
    github.inspect.comments(issue),
  ]);
  return [
    ...brokenEnd(seen, fate),
    ...brokenRuns(runs, fate),
    ...runs.flatMap((run) => brokenApproval(run, comments)),
    ...brokenTalk(comments),
    ...(await brokenFailures(github, runs, fate)),
  ];
}

/** A halt stops whatever runs, however that would have ended. */
function fateOf(
  wanted: Fate,
  runs: readonly Run[],
  mayBeHalted: (run: number) => boolean,
): Fate {
  const wasHalted = runs.some(
    ({ id, conclusion }) => conclusion === "cancelled" && mayBeHalted(id),
  );
  return wasHalted ? "stopped" : wanted;
}

/** Whether it came to its end, whatever was lost on the way. */
function brokenEnd(issue: SeenIssue | undefined, fate: Fate): string[] {
  const { reason } = ENDS[fate];
  if (!issue) return ["the request's issue is gone"];
  if (issue.open) return ["the request is still open"];
  return issue.reason === reason
    ? []
    : [`the request was closed as ${issue.reason}, not as ${reason}`];
}

/** At most once, and at least once. */
function brokenRuns(runs: readonly Run[], fate: Fate): string[] {
  const wanted = ENDS[fate].starts ? 1 : 0;
  const unfinished = runs.filter(({ status }) => status !== "completed");
  return [
    ...(runs.length === wanted
      ? []
      : [`${runs.length} runs were started instead of ${wanted}`]),
    ...unfinished.map(({ id }) => `run ${id} never ended`),
    ...(fate === "stopped"
      ? runs
          .filter(({ conclusion }) => conclusion !== "cancelled")
          .map(
            ({ id, conclusion }) => `run ${id} was not stopped: ${conclusion}`,
          )
      : []),
  ];
}

/** A run needs both approvals, given after its pin was announced and before another one took its place. */
function brokenApproval(run: Run, comments: SeenComment[]): string[] {
  const pins = comments.filter(pinOf);
  const at = pins.findLastIndex(
    (comment) => comment.createdAt.getTime() <= run.createdAt.getTime(),
  );
  const pin = pins[at] && pinOf(pins[at]);
  if (
    pin === undefined ||
    pin.commit !== run.inputs["commit"] ||
    !String(run.inputs["digest"]).startsWith(pin.digest)
  )
    return [`run ${run.id} is not of what was pinned when it started`];
  const [from, to] = [pins[at]?.id ?? 0, pins[at + 1]?.id ?? Infinity];
  return APPROVERS.filter(
    (login) =>
      !comments.some(
        ({ id, author, body, edited, createdAt }) =>
          author === login &&
          body === "/chaos approve" &&
          !edited &&
          id > from &&
          id < to &&
          createdAt.getTime() <= run.createdAt.getTime(),
      ),
  ).map((login) => `run ${run.id} started without ${login}'s approval`);
}

/** Nothing is said twice, and everybody who commands is answered. */
function brokenTalk(comments: SeenComment[]): string[] {
  const ours = comments.filter(({ author }) => author === BOT);
  const marks = ours.flatMap(
    ({ body }) =>
      /<!-- chaos-governor:(?:answer|pin):.*?-->/.exec(body)?.[0] ?? [],
  );
  const twice = marks.filter((mark, index) => marks.indexOf(mark) !== index);
  const statuses = ours.filter(({ body }) => body.includes(STATUS_MARKER));
  return [
    ...twice.map((mark) => `said twice: ${mark}`),
    ...(statuses.length === 1 ? [] : [`${statuses.length} status comments`]),
    ...commandsIn(comments)
      .filter(({ reactions }) => reactions.length === 0)
      .map(({ author, body }) => `${author} got no answer to ${body}`),
  ];
}

function commandsIn(comments: SeenComment[]): SeenComment[] {
  return comments.filter(
    ({ author, body }) => author !== BOT && body.startsWith("/chaos"),
  );
}

/** A run that failed is told of in the experiment's failure issue, once. */
async function brokenFailures(
  github: GitHubWorld,
  runs: readonly Run[],
  fate: Fate,
): Promise<string[]> {
  if (fate !== "deviated" && fate !== "stopped") return [];
  const issues = (await github.inspect.issues()).filter(({ labels }) =>
    labels.includes("chaos-failure"),
  );
  const texts = await Promise.all(
    issues.map(async ({ number, body }) => [
      body,
      ...(await github.inspect.comments(number)).map((told) => told.body),
    ]),
  );
  return runs.flatMap(({ id }) => {
    const mark = `<!-- chaos-governor:run:${id}:1 -->`;
    const told = texts.flat().filter((text) => text.includes(mark)).length;
    return told === 1 ? [] : [`run ${id} failed and is told of ${told} times`];
  });
}

/** What is missing of a request in the audit trail. */
export function brokenTrail(
  trail: readonly AuditEvent[],
  comments: SeenComment[],
  fate: Fate,
): string[] {
  const { phase, starts } = ENDS[fate];
  const of = (wanted: string) =>
    trail.filter(({ kind }) => kind === wanted).map(({ data }) => data);
  const answered = new Set(of("answer").map(({ commentId }) => commentId));
  const pins = comments.filter(pinOf).length;
  const opened = of("opened").length;
  return [
    ...(of("phase").at(-1)?.["phase"] === phase
      ? []
      : [`the trail does not end in ${phase}`]),
    ...(of("pin").length === pins
      ? []
      : [`${of("pin").length} of ${pins} pins are in the trail`]),
    ...(of("dispatch").length > 0 === starts
      ? []
      : [`the trail tells of ${of("dispatch").length} dispatches`]),
    ...(opened === 1 ? [] : [`the trail tells ${opened} times of its opening`]),
    ...(of("close").length > 0 ? [] : ["the trail does not tell of its end"]),
    ...commandsIn(comments)
      .filter(({ id }) => !answered.has(id))
      .map(({ body }) => `no answer to ${body} is in the trail`),
  ];
}
