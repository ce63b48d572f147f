import type { Yardstick } from "../../../core/pull-request/yardstick.ts";

/** What is remembered of the head of a pull request that has its check. */
export interface CheckedHead extends Yardstick {
  /** Whether anything of chaos is touched. */
  touches: boolean;
}

/** Whether the check could be another by what the policy says now. Where nothing is touched, only places matter. */
export function isOutdated(
  { touches, places, rules }: CheckedHead,
  now: Yardstick,
): boolean {
  return places !== now.places || (touches && rules !== now.rules);
}
