import type {
  HookDelivery,
  HookDeliveryFilter,
} from "../providers/github/hook-deliveries.ts";
import type { Log } from "./log.ts";
import type { Store } from "./store/store.ts";

const DAY_MS = 86_400_000;
/** GitHub delivers nothing again that is older. */
const BACK_MS = 3 * DAY_MS;
/** Of failed and of successful deliveries; whatever is beyond, the look at everything repairs. */
const MOST_READ = 2_000;
/** At once; the rest is asked for the next time. */
const MOST_ASKED = 200;
/** How often one event is asked for, where what was asked for failed too. */
const MOST_TIMES = 3;

/** The App's own webhook, as GitHub remembers it. */
export interface Hook {
  deliveries(filter: HookDeliveryFilter): Promise<HookDelivery[]>;
  redeliver(id: number): Promise<void>;
}

/**
 * Has webhooks delivered again that did not arrive. One that arrived meanwhile, or was asked for and is on its way, is
 * not asked for again.
 *
 * @returns to be called from time to time, by one process at a time
 */
export function redelivery(options: {
  hook: Hook;
  store: Pick<
    Store,
    "redeliveriesAsked" | "recordRedelivery" | "forgetRedeliveries"
  >;
  clock: () => Date;
}): (log: Log) => Promise<void> {
  const { hook, store, clock } = options;
  return async (log) => {
    const since = new Date(clock().getTime() - BACK_MS);
    await store.forgetRedeliveries(since);
    const failed = await hook.deliveries({
      status: "failure",
      since,
      most: MOST_READ,
    });
    const due = await stillDue(failed, options);
    for (const { id, guid } of due.slice(0, MOST_ASKED)) {
      // Written down afterwards: what is asked for twice is only looked at twice.
      await hook.redeliver(id);
      await store.recordRedelivery(guid, clock());
    }
    if (due.length > 0)
      log.info(
        { deliveries: Math.min(due.length, MOST_ASKED), of: due.length },
        "Webhooks that did not arrive are delivered again.",
      );
  };
}

/** The latest failed delivery of each event that is to be asked for. */
async function stillDue(
  failed: readonly HookDelivery[],
  { hook, store }: Parameters<typeof redelivery>[0],
): Promise<HookDelivery[]> {
  const byEvent = Map.groupBy(failed, ({ guid }) => guid);
  const asked = await store.redeliveriesAsked([...byEvent.keys()]);
  // Each time that was asked for leads to one more delivery: while there are as many, one is on its way.
  const due = [...byEvent.values()].filter((deliveries) => {
    const times = asked.get(deliveries[0]?.guid ?? "") ?? 0;
    return times < MOST_TIMES && times < deliveries.length;
  });
  const latest = due.flatMap(([first]) => (first ? [first] : []));
  const oldest = latest.reduce<Date | undefined>(
    (before, { at }) => (before && before < at ? before : at),
    undefined,
  );
  if (!oldest) return [];
  const arrived = await hook.deliveries({
    status: "success",
    since: oldest,
    most: MOST_READ,
  });
  const guids = new Set(arrived.map(({ guid }) => guid));
  return latest.filter(({ guid }) => !guids.has(guid));
}
