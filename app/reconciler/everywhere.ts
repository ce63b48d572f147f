import { ProviderError } from "../../providers/provider-error.ts";
import type { Log } from "../log.ts";
import { EVERYTHING, keyName, type Key } from "./key.ts";
import { LEAVES } from "./urgency.ts";
import type { WorkerOptions } from "./worker.ts";

/** So many repositories of an installation are looked at at once; the others one after the other over so much time. */
const AT_ONCE = 10;
const SPREAD_MS = 4 * 60_000;

type Asking = Pick<
  WorkerOptions,
  "installations" | "store" | "queue" | "clock"
>;

/**
 * Has every repository looked at that an installation reaches. Each installation has its own rate limit, over which its
 * repositories are spread.
 */
export async function lookEverywhere(options: Asking, log: Log): Promise<void> {
  for (const installation of await options.installations.list()) {
    try {
      options.installations.admit(installation, LEAVES.repository);
      await lookThrough(installation, options);
    } catch (error) {
      // One installation that can't be asked keeps none of the others from being looked at.
      if (!(error instanceof ProviderError)) throw error;
      log.warn(
        { installation, problem: error.message },
        "An installation can't be asked.",
      );
    }
  }
}

async function lookThrough(
  installation: number,
  { installations, store, queue, clock }: Asking,
): Promise<void> {
  const now = clock();
  const due: Key[] = [];
  for (const { id, owner, repo, archived } of await installations.repositories(
    installation,
  )) {
    const place = { owner, repo, installation };
    await store.settlePlace({ id, archived, ...place }, now);
    // In an archived one there is nothing to do but to end what was open.
    if (!archived || (await store.openRequests(place)).length > 0)
      due.push({ kind: "repository", ...place });
  }
  for (const key of due.slice(0, AT_ONCE))
    await queue.send(key, keyName(EVERYTHING));
  const others = due.slice(AT_ONCE);
  const gap = SPREAD_MS / Math.max(others.length, 1);
  for (const [index, key] of others.entries())
    await queue.sendAt(key, new Date(now.getTime() + gap * (index + 1)));
}
