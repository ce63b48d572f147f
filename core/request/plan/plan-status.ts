import type { GateName } from "../../gate/verdict.ts";
import type { Effect } from "../effect.ts";
import type { PolicyObservation, RequestObservation } from "../observation.ts";
import { readDispatchMark } from "../override-mark.ts";
import type { Phase, Pin } from "../request.ts";
import type { Situation } from "../situation.ts";
import type { StatusView } from "../status.ts";

type Shown = Omit<
  StatusView,
  "phase" | "requester" | "ask" | "pin" | "overridden" | "untagged" | "stopped"
>;

/** The status comment in this phase, with what is to be shown besides what every status shows. */
export function planStatus(
  { observation, pin }: Situation,
  phase: Phase,
  shown: Shown = {},
  pinned: Omit<Pin, "announcedBy"> | undefined = pin,
): Effect {
  const { record, ask, run } = observation;
  const overridden = startedAgainst(observation);
  const view: StatusView = {
    phase,
    requester: record.requester,
    ...(ask.ok && { ask: ask.ask }),
    ...(pinned && { pin: pinnedOnly(pinned) }),
    ...(overridden.length > 0 && { overridden }),
    ...(run.state === "found" && run.untagged && { untagged: true }),
    ...(record.dispatch?.stopped && { stopped: record.dispatch.stopped }),
    ...shown,
  };
  return { kind: "status", view };
}

/** Of the policy, and of what it inherits. */
export function commitsOf(
  policy: PolicyObservation,
): Pick<StatusView, "policyCommit" | "organisationCommit"> {
  if (policy.state !== "valid") return {};
  const { commit, organisation } = policy;
  return {
    policyCommit: commit,
    ...(organisation !== undefined && { organisationCommit: organisation }),
  };
}

/** Which policy a decision was made by, and who asked for it again. */
export function occasion({
  observation: { policy },
  sayings,
}: Situation): Pick<
  StatusView,
  "policyCommit" | "organisationCommit" | "askedAgain"
> {
  const again = sayings.findLast(({ commands }) =>
    commands.some(({ kind }) => kind === "recheck"),
  );
  return {
    ...commitsOf(policy),
    ...(again && { askedAgain: again.comment.id }),
  };
}

/** The gates that our own comments say were overridden by the dispatch; nobody else can have us say it. */
export function startedAgainst({
  record: { dispatch },
  comments,
}: RequestObservation): GateName[] {
  if (!dispatch) return [];
  const gates = comments
    .filter(({ ours, edited }) => ours && !edited)
    .flatMap(({ body }) => readDispatchMark(body, dispatch.correlation))
    .map(({ gate }) => gate);
  return [...new Set(gates)];
}

function pinnedOnly(pin: Omit<Pin, "announcedBy">): Omit<Pin, "announcedBy"> {
  const { path, digest, environment, commit } = pin;
  return { path, digest, environment, commit };
}
