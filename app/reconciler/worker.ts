import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { withFields, type Log } from "../log.ts";
import type { LearnedPlace, RepositoryRef } from "../store/records.ts";
import type { Handler, Queue } from "../store/queue.ts";
import { audit } from "./audit.ts";
import { auditedGitHub } from "./audited-github.ts";
import type { LookContext, LookResult } from "./context.ts";
import {
  DELIVERIES,
  EVERYTHING,
  keyName,
  subjectOf,
  type Key,
  type QueuedKey,
} from "./key.ts";
import { lookEverywhere } from "./everywhere.ts";
import { LEAVES } from "./urgency.ts";
import { lookWhereItIs, whereaboutsOf } from "./whereabouts.ts";

const MINUTE_MS = 60_000;
/** How often everything is looked at, whatever webhooks say or fail to say, and how often failed ones are asked for. */
const EVERY_MS = 5 * MINUTE_MS;
/** Spreads the looks of several Apps over time. */
const JITTER_MS = MINUTE_MS;

/** Between a cause and what it led to. */
const LEADS_TO = " > ";

/** GitHub as the App's installations see it. */
export interface Installations {
  /** The ids of all installations that are not suspended. */
  list(): Promise<number[]>;
  repositories(
    installation: number,
  ): Promise<Omit<LearnedPlace, "installation">[]>;
  /** Where a repository of that name is now; undefined where no installation reaches it, or a suspended one. */
  whereabouts(repository: RepositoryRef): Promise<LearnedPlace | undefined>;
  repository(key: Key): Promise<GitHubRepository>;
  /**
   * @param leaves which part of the installation's rate limit the asker leaves to others, from 0 to 1
   * @throws ProviderError with the time until it may ask, where that part is all there is
   */
  admit(installation: number, leaves: number): void;
}

export interface WorkerOptions extends Omit<
  LookContext,
  "github" | "queue" | "log"
> {
  look: (key: Key, context: LookContext) => Promise<LookResult>;
  installations: Installations;
  queue: Pick<Queue, "send" | "sendAt">;
  /** Has webhooks delivered again that did not arrive. */
  redeliver: (log: Log) => Promise<void>;
  /** Done whenever everything is looked at. */
  upkeep: (log: Log) => Promise<void>;
  log: Log;
}

/** What is done with a name from the queue: look at it, and arrange for the next look where the clock leads to one. */
export function createWorker(options: WorkerOptions): Handler {
  const { clock } = options;
  return async (key, cause) => {
    const log = withFields(options.log, {
      key: keyName(key),
      cause,
      ...("installation" in key && { installation: key.installation }),
      ...(key.kind === "issue" && { issue: key.issue }),
    });
    const begun = clock().getTime();
    try {
      await lookAtNamed(key, cause, options, log);
    } catch (error) {
      if (await isPutOff(key, error, options, log)) return;
      logFailure(log, error);
      throw error;
    }
    log.debug({ ms: clock().getTime() - begun }, "Looked.");
  };
}

async function lookAtNamed(
  key: QueuedKey,
  cause: string,
  options: WorkerOptions,
  log: Log,
): Promise<void> {
  if (key.kind === "everything") return lookEverything(options, log);
  if (key.kind === "deliveries") return lookAtDeliveries(options, log);
  if (key.kind === "whereabouts") return lookForIt(key, options, log);
  return lookWhereItIs(key, options, log, (now) =>
    lookAt(now, cause, options, log),
  );
}

async function lookAt(
  key: Key,
  cause: string,
  { look, installations, queue, ...context }: WorkerOptions,
  log: Log,
): Promise<void> {
  installations.admit(key.installation, LEAVES[key.kind]);
  const { lookAgainAt } = await look(key, {
    ...context,
    github: auditedGitHub(await installations.repository(key), async (data) => {
      await audit(context, key, {
        subject: subjectOf(key),
        kind: "github",
        data,
      });
      log.info({ does: data["does"] }, "Changes something on GitHub.");
    }),
    queue: { send: (found) => queue.send(found, ledTo(cause, key)) },
    log,
  });
  if (lookAgainAt) await queue.sendAt(key, lookAgainAt);
}

/** The next time is arranged first, so that it comes whatever happens now. */
async function arrangeNext(
  key: QueuedKey,
  { queue, clock }: WorkerOptions,
): Promise<void> {
  const wait = EVERY_MS + Math.random() * JITTER_MS;
  await queue.sendAt(key, new Date(clock().getTime() + wait));
}

async function lookAtDeliveries(
  options: WorkerOptions,
  log: Log,
): Promise<void> {
  await arrangeNext(DELIVERIES, options);
  await options.redeliver(log);
}

/** Whoever reaches it, and whatever it is called now: from there on it is looked at as ever. */
async function lookForIt(
  key: Extract<QueuedKey, { kind: "whereabouts" }>,
  options: WorkerOptions,
  log: Log,
): Promise<void> {
  const now = await whereaboutsOf(key, options, log);
  if (now)
    await options.queue.send({ ...now, kind: "repository" }, keyName(key));
}

async function lookEverything(options: WorkerOptions, log: Log): Promise<void> {
  await arrangeNext(EVERYTHING, options);
  await lookEverywhere(options, log);
  await options.upkeep(log);
}

/** What led to a look that another one asks for: what led to that one at the very first, and its key. */
function ledTo(cause: string, key: Key): string {
  const [first = cause] = cause.split(LEADS_TO);
  return `${first}${LEADS_TO}${keyName(key)}`;
}

/** To fail would use up the tries that the queue has, where nothing is to be tried before a certain moment. */
async function isPutOff(
  key: QueuedKey,
  error: unknown,
  { queue, clock }: WorkerOptions,
  log: Log,
): Promise<boolean> {
  if (!(error instanceof ProviderError) || error.retryAfterMs === undefined)
    return false;
  const at = new Date(clock().getTime() + error.retryAfterMs);
  await queue.sendAt(key, at);
  log.info({ problem: error.message, until: at }, "A look is put off.");
  return true;
}

function logFailure(log: Log, error: unknown): void {
  if (error instanceof ProviderError)
    log.warn(
      { problem: error.message },
      error.retryable
        ? "A look failed; it is tried again."
        : "A look failed; the next look at its repository tries again.",
    );
  else log.error({ err: error }, "A look failed on a bug; it is tried again.");
}
