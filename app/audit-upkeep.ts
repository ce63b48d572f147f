import type { Log } from "./log.ts";
import type { Store } from "./store/store.ts";

const DAY_MS = 86_400_000;
/** How often it is told where the chain of a repository ends, where it went on. */
const TELL_EVERY_MS = 3_600_000;

/**
 * What is done for the audit trail from time to time: entries that are older than the operator wants to keep are
 * removed, and the log is told where each chain ends, so that there is a hash elsewhere to verify it against.
 *
 * @param retentionDays absent: everything is kept
 */
export function auditUpkeep(options: {
  store: Pick<Store, "auditChains" | "pruneAudit">;
  retentionDays: number | undefined;
  clock: () => Date;
}): (log: Log) => Promise<void> {
  const { store, retentionDays, clock } = options;
  const told = new Map<string, { hash: string; at: number }>();
  return async (log) => {
    const now = clock();
    for (const chain of await store.auditChains()) {
      const { owner, repo, position, hash } = chain;
      if (retentionDays !== undefined)
        await store.pruneAudit(
          { owner, repo },
          new Date(now.getTime() - retentionDays * DAY_MS),
          now,
        );
      const name = `${owner}/${repo}`;
      const last = told.get(name);
      if (last?.hash === hash) continue;
      if (last && now.getTime() - last.at < TELL_EVERY_MS) continue;
      told.set(name, { hash, at: now.getTime() });
      log.info(
        { repository: name, position, hash },
        "The audit trail of a repository goes up to here.",
      );
    }
  };
}
