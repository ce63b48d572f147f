import type { Plan } from "../effect.ts";
import type { RequestObservation } from "../observation.ts";
import { planOpen } from "./plan-open.ts";
import { planOver } from "./plan-over.ts";
import {
  awaitsRun,
  planAwait,
  planOutOfSight,
  planRunning,
} from "./plan-started.ts";
import { isOver } from "../request.ts";
import { readSituation } from "../situation.ts";

/**
 * What is to be done about a request, given the whole truth about it. Effects stand in the order in which they are to
 * be applied, the status last. Where all of them have happened, looking again gives nothing but the status: so a look
 * can be repeated, and an interrupted one is finished by the next.
 */
export function plan(observation: RequestObservation, now: Date): Plan {
  const situation = readSituation(observation, now);
  const { record, run } = observation;
  if (isOver(record.phase)) return planOver(situation);
  if (run.state === "found") return planRunning(situation, run);
  if (run.state === "unreachable") return planOutOfSight(situation, run.reason);
  if (record.phase === "running")
    return planOutOfSight(situation, "it is not there any more");
  return awaitsRun(situation) ? planAwait(situation) : planOpen(situation);
}
