import type { Activity, Entry, SteadyState } from "./schema.ts";
import { isRecord } from "./tolerance.ts";

/*
 * What judging and summarising a run need of what a journal holds many of. The rest is let go as soon as it is read,
 * for a long run writes down the same activities and answers thousands of times.
 */

/** A longer text that an activity gave is not kept: of its output only the status tells how it went. */
const LONGEST_OUTPUT = 1_000;
/** No summary shows more probes of looks that found the steady state not met; those after them are kept in brief. */
const MOST_DETAILED = 100;
/** More different activities than this are each kept for itself. */
const MOST_SHARED = 1_000;

export interface Briefs {
  /** An entry of the method or the rollbacks: what it was, when, and how it went. */
  entry: (entry: Entry) => Entry;
  /** A look during the method: when it was, and where it found the steady state not met, what each probe came to. */
  look: (look: SteadyState) => SteadyState;
}

/** Those of one journal. */
export function briefs(): Briefs {
  const shared = new Map<string, Activity>();
  let detailed = 0;

  function activityOf({ type, name, ref, provider, tolerance }: Activity) {
    const kind = isRecord(provider) ? { type: provider["type"] } : provider;
    const activity = { type, name, ref, provider: kind, tolerance };
    const text = JSON.stringify(activity);
    const same = shared.get(text);
    if (!same && shared.size < MOST_SHARED) shared.set(text, activity);
    return same ?? activity;
  }

  const entry: Briefs["entry"] = ({
    activity,
    output,
    exception,
    ...rest
  }) => ({
    ...rest,
    activity: activity && activityOf(activity),
    output: outputOf(output),
    exception: exception && lastOf(exception),
  });

  const look: Briefs["look"] = ({ steady_state_met, probes }) => {
    if (steady_state_met === true)
      return { steady_state_met, probes: probes?.map(timesOf) };
    if (detailed >= MOST_DETAILED)
      return { steady_state_met, probes: probes?.map(entry) };
    detailed += probes?.length ?? 0;
    return { steady_state_met, probes };
  };

  return { entry, look };
}

function timesOf({ start, end }: Entry): Entry {
  return { start, end };
}

function outputOf(output: unknown): unknown {
  if (isRecord(output)) return { status: output["status"] };
  if (Array.isArray(output)) return undefined;
  return typeof output === "string" && output.length > LONGEST_OUTPUT
    ? undefined
    : output;
}

/** The line of a traceback that says what was raised. */
function lastOf(exception: string[]): string[] {
  return exception.filter((line) => line.trim() !== "").slice(-1);
}
