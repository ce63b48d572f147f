import type { Entry, Journal, SteadyState } from "./schema.ts";
import { readTime } from "./times.ts";

/** How long it took until the steady state was seen to be met again. */
export interface RecoveryTime {
  /** Since it was first seen not to be met, or, where it never was seen so, since the method had ended. */
  since: "deviation" | "method";
  ms: number;
}

/** Undefined where the steady state was not seen to be met in the end, or the journal has no times for it. */
export function recoveryTime({
  steady_states,
  run,
}: Journal): RecoveryTime | undefined {
  const looks = [
    ...(steady_states?.during ?? []),
    ...(steady_states?.after ? [steady_states.after] : []),
  ];
  const recovered = looks[looks.findLastIndex((look) => !isMet(look)) + 1];
  if (!recovered) return undefined;
  const first = looks.find((look) => !isMet(look));
  return first
    ? between("deviation", edge(first.probes, "start"), recovered)
    : between("method", edge(run, "end"), steady_states?.after ?? undefined);
}

function between(
  since: RecoveryTime["since"],
  from: number | undefined,
  recovered: SteadyState | undefined,
): RecoveryTime | undefined {
  const to = edge(recovered?.probes, "end");
  if (from === undefined || to === undefined || to < from) return undefined;
  return { since, ms: to - from };
}

/** When the first of the entries began, or the last of them ended. */
function edge(
  entries: Entry[] | null | undefined,
  which: "start" | "end",
): number | undefined {
  let found: number | undefined;
  for (const entry of entries ?? []) {
    const time = readTime(entry[which])?.getTime();
    if (time === undefined) continue;
    if (
      found === undefined ||
      (which === "start" ? time < found : time > found)
    )
      found = time;
  }
  return found;
}

function isMet(look: SteadyState): boolean {
  return look.steady_state_met === true;
}
