import type { Gates } from "../../policy/schema.ts";
import type { Evidence } from "../fact.ts";
import type { GateFacts, Rota } from "../facts.ts";
import { personKey } from "../role-holders.ts";
import { coverRun, type Gap, type Span, type Turn } from "./rota-coverage.ts";
import { notKnown, type NotKnown, type VerdictOf } from "../verdict.ts";

const GATE = "on_call";
type Gate = typeof GATE;

export type OnCallSettings = NonNullable<Gates["on_call"]>;

/** A role that somebody holds in every moment of the run. */
export interface OnCallRole {
  role: string;
  turns: Turn[];
}

export interface RoleGap extends Gap {
  role: string;
}

/** A role of which nobody could tell who is on call in it. */
export type UnknownRota = { role: string } & (
  | { why: "unreadable"; reason: string }
  /** `from`: the moment of the run in which they begin. */
  | { why: "stranger"; user: string; from: Date }
  | { why: "too-far"; knownUntil: Date }
);

/** One person who is on call in several of the gate's roles. */
export interface Doubled {
  person: string;
  roles: string[];
}

interface Covered {
  run: Span;
  covered: OnCallRole[];
}

export type OnCallVerdict =
  | VerdictOf<Gate, "pass", "covered", Covered & { doubled: Doubled[] }>
  | VerdictOf<Gate, "fail", "nobody", Covered & { gaps: RoleGap[] }>
  | VerdictOf<
      Gate,
      "unknown",
      "rota-not-known",
      Covered & { unread: UnknownRota[] }
    >
  | NotKnown<Gate>;

/** The run that would start now. It lasts for a moment at least. */
export function runFrom(now: Date, duration: number): Span {
  const until = new Date(now.getTime() + Math.max(duration, 1));
  return { from: now, until };
}

/** In each of the policy's roles somebody is on call in every moment of the run. */
export function onCall(
  settings: OnCallSettings,
  facts: Pick<GateFacts, "onCall">,
  run: Span,
): OnCallVerdict {
  if (!facts.onCall.known)
    return notKnown(GATE, facts.onCall.reason, facts.onCall.evidence);

  const rotas = facts.onCall.value;
  const judged = [...new Set(settings.roles)].map((role) => {
    const rota = rotas.find((one) => one.role === role);
    return judgeRole(role, rota, run);
  });
  const evidence = [
    ...facts.onCall.evidence,
    ...judged.flatMap((role) => role.evidence),
  ];
  const covered = judged.flatMap((role) => role.covered ?? []);
  const gaps = judged.flatMap(({ gap }) => gap ?? []);
  const unread = judged.flatMap((role) => role.unread ?? []);
  const values = { run, covered };
  if (gaps.length > 0)
    return {
      gate: GATE,
      status: "fail",
      code: "nobody",
      values: { ...values, gaps },
      evidence,
    };
  if (unread.length > 0)
    return {
      gate: GATE,
      status: "unknown",
      code: "rota-not-known",
      values: { ...values, unread },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "covered",
    values: { ...values, doubled: doubledIn(covered) },
    evidence,
  };
}

/** Exactly one of `covered`, `gap` and `unread`. */
interface JudgedRole {
  covered?: OnCallRole;
  gap?: RoleGap;
  unread?: UnknownRota[];
  evidence: Evidence[];
}

function judgeRole(
  role: string,
  rota: Rota | undefined,
  run: Span,
): JudgedRole {
  if (!rota) return { gap: { role, from: run.from, left: [] }, evidence: [] };
  const { shifts, knownUntil } = rota;
  const { evidence } = shifts;
  if (!shifts.known) {
    const { reason } = shifts;
    return { unread: [{ role, why: "unreadable", reason }], evidence };
  }
  if (knownUntil && knownUntil < run.until)
    return { unread: [{ role, why: "too-far", knownUntil }], evidence };

  const { turns, gap, strangers } = coverRun(shifts.value, run);
  if (gap) return { gap: { role, ...gap }, evidence };
  if (strangers.length === 0) return { covered: { role, turns }, evidence };
  const unread = strangers.map((stranger) => ({
    role,
    why: "stranger" as const,
    ...stranger,
  }));
  return { unread, evidence };
}

function doubledIn(covered: readonly OnCallRole[]): Doubled[] {
  const held = new Map<string, Doubled>();
  for (const { role, turns } of covered) {
    for (const person of new Set(turns.flatMap(({ people }) => people))) {
      const key = personKey(person);
      const before = held.get(key) ?? { person, roles: [] };
      held.set(key, { ...before, roles: [...before.roles, role] });
    }
  }
  return [...held.values()].filter(({ roles }) => roles.length > 1);
}
