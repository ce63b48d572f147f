import {
  commitMemory,
  Recent,
  type CommitMemory,
} from "../../facts/commit-memory.ts";
import type { CheckedHead } from "./pull-request/checked-head.ts";

/** What looks remember, so that GitHub is asked once. */
export interface LookMemory extends CommitMemory {
  /** Pull requests that have a check, by repository, number and head. Not for ever: the policy may change. */
  checkedHeads: Recent<CheckedHead>;
}

export function lookMemory(): LookMemory {
  return { ...commitMemory(), checkedHeads: new Recent(2_000) };
}
