import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { withFields, type Log } from "../log.ts";
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

const MINUTE_MS = 60_000;
/** How often everything is looked at, whatever webhooks say or fail to say, and how often failed ones are asked for. */
const EVERY_MS = 5 * MINUTE_MS;
/** Spreads the looks of several Apps over time. */
const JITTER_MS = MINUTE_MS;

/** GitHub as the App's installations see it. */
export interface Installations {
  /** The ids of all installations that are not suspended. */
  list(): Promise<number[]>;
  repositories(
    installation: number,
  ): Promise<{ owner: string; name: string }[]>;
  repository(key: Key): Promise<GitHubRepository>;
  /**
   * @param leaves which part of the installation's rate limit the asker leaves to others, from 0 to 1
   * @throws ProviderError with the time until it may ask, where that part is all there is
   */
  admit(installation: number, leaves: number): void;
}

/** What looks for things that may have been missed, and tells people something, can wait until the hour is over. */
const LEAVES_MUCH = 0.2;
/**
 * Which part of an installation's rate limit a look leaves to those that are more urgent. A request's look starts and
 * stops runs, so it waits for nothing but what stops everything, and what GitHub itself holds a run for.
 */
const LEAVES: Record<Key["kind"], number> = {
  halt: 0,
  protection: 0,
  issue: 0.05,
  run: 0.1,
  failure: LEAVES_MUCH,
  "pull-request": LEAVES_MUCH,
  checks: LEAVES_MUCH,
  repository: LEAVES_MUCH,
};

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
    const log = withFields(options.log, { key: keyName(key), cause });
    const begun = clock().getTime();
    try {
      if (key.kind === "everything") await lookEverywhere(options, log);
      else if (key.kind === "deliveries") await lookAtDeliveries(options, log);
      else await lookAt(key, options, log);
    } catch (error) {
      if (await isPutOff(key, error, options, log)) return;
      logFailure(log, error);
      throw error;
    }
    log.debug({ ms: clock().getTime() - begun }, "Looked.");
  };
}

async function lookAt(
  key: Key,
  { look, installations, queue, ...context }: WorkerOptions,
  log: Log,
): Promise<void> {
  installations.admit(key.installation, LEAVES[key.kind]);
  const { lookAgainAt } = await look(key, {
    ...context,
    github: auditedGitHub(await installations.repository(key), (data) =>
      audit(context, key, { subject: subjectOf(key), kind: "github", data }),
    ),
    queue: { send: (found) => queue.send(found, keyName(key)) },
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

async function lookEverywhere(options: WorkerOptions, log: Log): Promise<void> {
  await arrangeNext(EVERYTHING, options);
  const { installations, queue, upkeep } = options;
  for (const installation of await installations.list()) {
    try {
      installations.admit(installation, LEAVES.repository);
      for (const { owner, name } of await installations.repositories(
        installation,
      ))
        await queue.send(
          { kind: "repository", installation, owner, repo: name },
          keyName(EVERYTHING),
        );
    } catch (error) {
      // One installation that can't be asked keeps none of the others from being looked at.
      if (!(error instanceof ProviderError)) throw error;
      log.warn(
        { installation, problem: error.message },
        "An installation can't be asked.",
      );
    }
  }
  await upkeep(log);
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
