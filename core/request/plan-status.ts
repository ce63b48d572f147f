import type { Effect } from "./effect.ts";
import type { Phase, Pin } from "./request.ts";
import type { Situation } from "./situation.ts";
import type { StatusView } from "./status.ts";

type Shown = Omit<StatusView, "phase" | "requester" | "ask" | "pin">;

/** The status comment in this phase, with what is to be shown besides what every status shows. */
export function planStatus(
  { observation, pin }: Situation,
  phase: Phase,
  shown: Shown = {},
  pinned: Omit<Pin, "announcedBy"> | undefined = pin,
): Effect {
  const { record, ask } = observation;
  const view: StatusView = {
    phase,
    requester: record.requester,
    ...(ask.ok && { ask: ask.ask }),
    ...(pinned && { pin: pinnedOnly(pinned) }),
    ...shown,
  };
  return { kind: "status", view };
}

/** Which policy a decision was made by. */
export function policyCommit({
  observation: { policy },
}: Situation): Pick<StatusView, "policyCommit"> {
  return policy.state === "valid" ? { policyCommit: policy.commit } : {};
}

function pinnedOnly(pin: Omit<Pin, "announcedBy">): Omit<Pin, "announcedBy"> {
  const { path, digest, environment, commit } = pin;
  return { path, digest, environment, commit };
}
