import { ProviderError } from "../../providers/provider-error.ts";
import type { Log } from "../log.ts";
import type { RepositoryRef } from "../store/records.ts";
import { keyName, type Place, type QueuedKey } from "./key.ts";
import type { WorkerOptions } from "./worker.ts";

/** What GitHub answers where an installation does not reach a repository, or nothing may be written there. */
const SHUT = new Set([401, 403, 404]);

type Asking = Pick<WorkerOptions, "installations" | "store" | "clock">;

/**
 * Asks GitHub where the repository of a key is, and which installation reaches it, and remembers that. In an archived
 * one nothing can run or be written, so its requests end here.
 *
 * @returns the key by which it is looked at now; undefined where it can't be looked at, or nothing may change there
 */
export async function whereaboutsOf<Named extends Place>(
  key: Named,
  { installations, store, clock }: Asking,
  log: Log,
): Promise<Named | undefined> {
  const place = await installations.whereabouts(key);
  if (!place) {
    await store.losePlace(key);
    log.info({}, "No installation of the App reaches this repository now.");
    return undefined;
  }
  await store.settlePlace(place, clock(), key);
  const { owner, repo, installation, archived } = place;
  if (archived) {
    await endRequests({ owner, repo }, { store, clock });
    log.info({}, "The repository is archived, so nothing can change there.");
    return undefined;
  }
  return { ...key, owner, repo, installation };
}

/** In what is remembered alone: in an archived repository GitHub takes no word. */
async function endRequests(
  repository: RepositoryRef,
  { store, clock }: Pick<Asking, "store" | "clock">,
): Promise<void> {
  for (const issue of await store.openRequests(repository))
    await store.enterPhase(
      { ...repository, issue },
      "cancelled",
      "The repository was archived, and nothing can run there. Once it is no longer, open a new request.",
      clock(),
    );
}

/**
 * Looks at what a key names where that is today: after a rename under the new name, by the installation that reaches it
 * now, and not at all while none does.
 */
export async function lookWhereItIs<Named extends Place & QueuedKey>(
  key: Named,
  options: Asking & Pick<WorkerOptions, "queue">,
  log: Log,
  look: (key: Named) => Promise<void>,
): Promise<void> {
  const { store, queue } = options;
  const known = await store.placeOf(key);
  const isKnown = known?.installation === key.installation && !known.archived;
  const now = isKnown ? key : await whereaboutsOf(key, options, log);
  if (!now) return;
  // Under its own name it is looked at by one process at a time.
  if (keyName(now) !== keyName(key)) return queue.send(now, keyName(key));
  try {
    await look(now);
  } catch (error) {
    if (!isShut(error)) throw error;
    const then = await whereaboutsOf(now, options, log);
    if (!then) return;
    if (isSame(then, now)) throw error;
    await queue.send(then, keyName(key));
  }
}

function isShut(error: unknown): boolean {
  return (
    error instanceof ProviderError &&
    error.provider === "github" &&
    !error.retryable &&
    SHUT.has(error.status ?? 0)
  );
}

function isSame(one: Place & QueuedKey, other: Place & QueuedKey): boolean {
  return (
    keyName(one) === keyName(other) && one.installation === other.installation
  );
}
