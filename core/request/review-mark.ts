import type { GateOverride } from "../gate/override.ts";
import { OVERRIDABLE } from "../policy/gates/override.ts";
import type { OverriddenGate } from "./override-mark.ts";
import type { Pin } from "./request.ts";

/** The one run that a request lets go on, be it started for it or one that waited: what exactly was approved. */
export interface ReviewedRun extends Pick<
  Pin,
  "digest" | "commit" | "environment"
> {
  run: number;
  attempt: number;
}

const BEGINNING = "<!-- chaos-governor:reviewed:";

/**
 * The hidden line that says which run a request lets go on, as what, and which gates it overrides: the gate in the
 * workflow believes it where the app wrote it.
 */
export function reviewMark(
  { run, attempt, digest, commit, environment }: ReviewedRun,
  overridden: readonly Pick<GateOverride, "gate" | "until">[] = [],
): string {
  const gates = overridden.map(
    ({ gate, until }) => `${gate}@${until?.toISOString() ?? ""}`,
  );
  const parts = [run, attempt, digest, commit, environment, gates.join(",")];
  return `${BEGINNING}${parts.join(" ")} -->`;
}

/** Reads what `reviewMark` wrote, on a line of its own; within a line it may be quoted. */
export function readReviewMark(
  body: string,
): { reviewed: ReviewedRun; overridden: OverriddenGate[] } | undefined {
  const line = body.split(/\r?\n/).find((one) => one.startsWith(BEGINNING));
  const parts = line?.slice(BEGINNING.length).replace(/ -->$/, "").split(" ");
  const [run, attempt, digest, commit, environment, gates = ""] = parts ?? [];
  if (!digest || !commit || !environment) return undefined;
  const overridden = gates.split(",").flatMap((entry) => {
    const [name, end = ""] = entry.split("@");
    const gate = OVERRIDABLE.find((one) => one === name);
    const until = new Date(end);
    return gate && !Number.isNaN(until.getTime()) ? [{ gate, until }] : [];
  });
  return {
    reviewed: {
      run: Number(run),
      attempt: Number(attempt),
      digest,
      commit,
      environment,
    },
    overridden,
  };
}
