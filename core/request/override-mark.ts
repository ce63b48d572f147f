import { createHash } from "node:crypto";
import type { GateOverride } from "../gate/override.ts";
import { OVERRIDABLE, type OverridableGate } from "../policy/gates/override.ts";
import type { Pin } from "./request.ts";

/** A gate that a run overrides, and until when. */
export interface OverriddenGate {
  gate: OverridableGate;
  until: Date;
}

/** The hidden line by which it is seen that an override was announced; where it is given anew, it is another. */
export function overrideMark(
  { announcedBy }: Pick<Pin, "announcedBy">,
  { gate, until }: Pick<GateOverride, "gate" | "until">,
): string {
  const end = until?.toISOString() ?? "";
  return `<!-- chaos-governor:override:${String(announcedBy)}:${gate}:${end} -->`;
}

/**
 * The hidden line that says which gates a dispatch overrides: the gate in the workflow believes it where the app wrote
 * it. The correlation is hashed, because nobody is to know it before its run bears it.
 */
export function dispatchMark(
  correlation: string,
  gates: readonly Pick<GateOverride, "gate" | "until">[],
): string {
  const list = gates.map(
    ({ gate, until }) => `${gate}@${until?.toISOString() ?? ""}`,
  );
  return `${beginning(correlation)}${list.join(",")} -->`;
}

/** Reads what `dispatchMark` wrote for this correlation, on a line of its own; within a line it may be quoted. */
export function readDispatchMark(
  body: string,
  correlation: string,
): OverriddenGate[] {
  const start = beginning(correlation);
  const line = body.split(/\r?\n/).find((one) => one.startsWith(start)) ?? "";
  const [list = ""] = line.slice(start.length).split(" -->", 1);
  return list.split(",").flatMap((entry) => {
    const [name, end = ""] = entry.split("@");
    const gate = OVERRIDABLE.find((one) => one === name);
    const until = new Date(end);
    return gate && !Number.isNaN(until.getTime()) ? [{ gate, until }] : [];
  });
}

function beginning(correlation: string): string {
  const hash = createHash("sha256").update(correlation).digest("hex");
  return `<!-- chaos-governor:overridden:${hash}:`;
}
