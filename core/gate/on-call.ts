import type { Gates } from "../policy/schema.ts";
import type { GateFacts } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "on_call";
type Gate = typeof GATE;

export type OnCallSettings = NonNullable<Gates["on_call"]>;

export interface OnCallRole {
  role: string;
  people: string[];
}

export type OnCallVerdict =
  | VerdictOf<Gate, "pass", "covered", { covered: OnCallRole[] }>
  | VerdictOf<
      Gate,
      "fail",
      "nobody",
      { empty: string[]; covered: OnCallRole[] }
    >
  | NotKnown<Gate>;

/** Somebody is on call in each of the policy's roles. */
export function onCall(
  settings: OnCallSettings,
  facts: Pick<GateFacts, "onCall">,
): OnCallVerdict {
  const { evidence } = facts.onCall;
  if (!facts.onCall.known) return notKnown(GATE, facts.onCall.reason, evidence);

  const rota = new Map(Object.entries(facts.onCall.value));
  const roles = [...new Set(settings.roles)].map((role) => ({
    role,
    people: (rota.get(role) ?? []).filter((person) => person.trim() !== ""),
  }));
  const covered = roles.filter(({ people }) => people.length > 0);
  const empty = roles
    .filter(({ people }) => people.length === 0)
    .map(({ role }) => role);
  if (empty.length > 0)
    return {
      gate: GATE,
      status: "fail",
      code: "nobody",
      values: { empty, covered },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "covered",
    values: { covered },
    evidence,
  };
}
