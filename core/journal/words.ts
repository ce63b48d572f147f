import { type EntryFailure, failureOf, nameOf } from "./entry.ts";
import { preview, previewRaised } from "./preview.ts";
import type { Redact } from "./redaction.ts";
import type { Activity, Entry, SteadyState } from "./schema.ts";
import { describeTolerance, observed } from "./tolerance.ts";

/* The parts of the sentence that gives a verdict's reason. What stands in a journal is shortened and redacted here. */

const LONGEST_NAME = 80;
const LONGEST_VALUE = 120;

export interface Words {
  value(value: unknown): string;
  /** `probe "shop-is-healthy"` */
  activity(activity: Activity | null | undefined, kind?: string): string;
  /** Which probe kept the steady state from being met: `: probe "…" gave 503, and its tolerance is 200`, or nothing. */
  culprit(state: SteadyState | null | undefined): string;
  /** `action "…" was answered with HTTP 404` */
  failure(entry: Entry, why: EntryFailure, kind?: string): string;
}

export function wordsFor(redact: Redact): Words {
  const value = (part: unknown) => preview(part, LONGEST_VALUE, redact);

  const activity: Words["activity"] = (named, kind = kindOf(named)) =>
    `${kind} "${preview(nameOf(named), LONGEST_NAME, redact)}"`;

  const failure: Words["failure"] = (entry, why, kind) => {
    const subject = activity(entry.activity, kind);
    switch (why.code) {
      case "unfinished":
        return `${subject} never came to an end`;
      case "raised":
        return why.message === undefined
          ? `${subject} failed`
          : `${subject} failed: ${previewRaised(why.message, LONGEST_VALUE, redact)}`;
      case "process":
        return `the process of ${subject} ended with status ${why.status}`;
      case "http":
        return `${subject} was answered with HTTP ${why.status}`;
    }
  };

  const culprit: Words["culprit"] = (state) => {
    const probe = state?.probes?.[culpritIndex(state)];
    if (!probe) return "";
    const raised = failureOf(probe);
    if (raised && !("status" in raised)) return `: ${failure(probe, raised)}`;
    const tolerance = probe.activity?.tolerance;
    return `: ${activity(probe.activity)} gave ${value(observed(probe.output, tolerance))}, and its tolerance is ${value(describeTolerance(tolerance))}`;
  };

  return { value, activity, culprit, failure };
}

/** Where in a look at the steady state the probe stands that kept it from being met. */
export function culpritPath(state: SteadyState): (string | number)[] {
  const index = culpritIndex(state);
  return index === -1 ? [] : ["probes", index];
}

function culpritIndex({ probes }: SteadyState): number {
  const found = probes?.findIndex((probe) => probe.tolerance_met !== true);
  // Chaos Toolkit ends a look at the probe that is out of tolerance.
  return found === undefined || found === -1
    ? (probes?.length ?? 0) - 1
    : found;
}

function kindOf(activity: Activity | null | undefined): string {
  const type = activity?.type;
  return type === "action" || type === "probe" ? type : "activity";
}
