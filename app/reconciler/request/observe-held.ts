import type {
  HeldRun,
  RequestRecord,
} from "../../../core/request/observation.ts";
import { isOver } from "../../../core/request/request.ts";
import type { IssueRef, ProtectionRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { providerError } from "../../../facts/learn.ts";
import { toRequestRun } from "./observe-run.ts";

/** The run that waits for the request; undefined where it was opened for none, or is over. */
export async function observeHeld(
  request: IssueRef,
  { holds, phase }: RequestRecord,
  { github, store }: LookContext,
): Promise<HeldRun | undefined> {
  if (!holds || isOver(phase)) return undefined;
  try {
    const run = await github.run(holds.run);
    if (!run) return over("was deleted");
    if (run.attempt !== holds.attempt) return over("was started again");
    if (run.status === "completed")
      return over(`ended: ${run.conclusion ?? "nobody says how"}`);
    const settled = await store.protectionsOf(request, run.id, run.attempt);
    return (
      settled.map(endOf).find((end) => end !== undefined) ?? {
        state: "waiting",
        run: toRequestRun(run),
        commit: run.commit,
      }
    );
  } catch (error) {
    return { state: "unreachable", reason: providerError(error).message };
  }
}

function endOf({ outcome }: ProtectionRecord): HeldRun | undefined {
  if (outcome === "rejected") return over("was refused");
  if (outcome === "bypassed")
    return over("went on past this request: somebody bypassed the rule");
  if (outcome === "gone") return over("does not wait any more");
  return undefined;
}

function over(what: string): HeldRun {
  return {
    state: "over",
    because: `The run that waited for this request ${what}.`,
  };
}
