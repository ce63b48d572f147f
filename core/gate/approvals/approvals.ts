import type { ApprovalsSettings } from "../../policy/gates/approvals.ts";
import {
  eligibleApprovals,
  type Offer,
  type SetAside,
} from "./approval-eligibility.ts";
import {
  type Contests,
  couldFill,
  coverRoles,
  neverCovered,
} from "./approval-matching.ts";
import { type SeatHolder, seatsOf } from "./approval-seats.ts";
import type { Shortage } from "./assignment.ts";
import type { Evidence } from "../fact.ts";
import type { Approval, GateFacts } from "../facts.ts";
import { isGroup, isPresent, samePerson } from "../role-holders.ts";
import { notKnown, type NotKnown, type VerdictOf } from "../verdict.ts";

const GATE = "approvals";
type Gate = typeof GATE;

/** An approval that is needed, and who gave it. */
export interface CoveredRole extends SeatHolder {
  at: Date;
  link?: string;
}

/** A role that nobody covers yet, and whose yes would change that. */
export interface MissingRole {
  role: string;
  couldFill: string[];
}

interface Progress {
  covered: CoveredRole[];
  missing: MissingRole[];
  setAside: SetAside[];
}

export type ApprovalsVerdict =
  | VerdictOf<
      Gate,
      "pass",
      "approved",
      {
        covered: CoveredRole[];
        setAside: SetAside[];
        /** The moment at which the first of these approvals expires. */
        until: Date;
      }
    >
  | VerdictOf<Gate, "wait", "missing", Progress>
  /**
   * More roles than people who may approve; `requester` where it is them who is needed and may not, `handsOverAt` where
   * other people fill one of these roles from then on.
   */
  | VerdictOf<
      Gate,
      "fail",
      "impossible",
      Shortage & { requester?: string; handsOverAt?: Date }
    >
  /** Somebody approved who may be a member of a team that could not be looked up, and it depends on them. */
  | VerdictOf<Gate, "unknown", "team-not-known", Progress & { teams: string[] }>
  | NotKnown<Gate>;

type ApprovalFacts = Pick<
  GateFacts,
  "experiment" | "request" | "holders" | "approvals"
>;

/** Everybody that the policy asks for said yes to this very experiment, in a role that they hold. */
export function approvals(
  settings: ApprovalsSettings,
  facts: ApprovalFacts,
  now: Date,
): ApprovalsVerdict {
  const { experiment, request } = facts;
  const evidence = [
    experiment,
    request,
    facts.holders,
    facts.approvals,
  ].flatMap((fact) => fact.evidence);
  const unknown = ({ reason }: { reason: string }) =>
    notKnown(GATE, reason, evidence);
  if (!experiment.known) return unknown(experiment);
  if (!facts.holders.known) return unknown(facts.holders);
  if (!request.known && !settings.self_approval) return unknown(request);

  const { contests, holders } = seatsOf(settings, facts.holders.value);
  const barred =
    request.known && !settings.self_approval
      ? request.value.requester
      : undefined;
  const possible = holders
    .filter(isPresent)
    .filter(
      ({ person }) => barred === undefined || !samePerson(person, barred),
    );
  const rules = {
    digest: experiment.value.digest,
    expireAfter: settings.expire_after,
    holders: holders.filter(({ person }) => !isGroup(person)),
    ...(request.known && { openedAt: request.value.openedAt }),
    ...(barred !== undefined && { barred }),
  };
  const given = facts.approvals.known ? facts.approvals.value : [];
  const sorted = eligibleApprovals(given, rules, now);

  const shortage = shortageAmong(contests, [...possible, ...sorted.offers]);
  if (shortage) {
    const needed = holders.some(
      ({ role, person }) =>
        shortage.roles.includes(role) &&
        barred !== undefined &&
        samePerson(person, barred),
    );
    return {
      gate: GATE,
      status: "fail",
      code: "impossible",
      values: {
        ...shortage,
        ...(needed && barred && { requester: barred }),
        ...nextHandOver(
          holders.filter(({ role }) => shortage.roles.includes(role)),
        ),
      },
      evidence,
    };
  }
  if (!facts.approvals.known) return unknown(facts.approvals);

  return judge({ ...sorted, contests, holders, possible, evidence }, settings);
}

/** Approvals as they were sorted, and everybody who could still give one. */
interface Ballot {
  contests: Contests;
  holders: SeatHolder[];
  possible: SeatHolder[];
  offers: Offer[];
  setAside: SetAside[];
  evidence: Evidence[];
}

function judge(ballot: Ballot, settings: ApprovalsSettings): ApprovalsVerdict {
  const { contests, offers, possible, setAside, evidence } = ballot;
  const coverage = coverRoles(contests, offers);
  const covered = coverage.covered.map(coveredRole);
  const base = { gate: GATE, evidence } as const;
  if (coverage.missing.length === 0) {
    const first = Math.min(...covered.map(({ at }) => at.getTime()));
    const until = new Date(first + settings.expire_after);
    return {
      ...base,
      status: "pass",
      code: "approved",
      values: { covered, setAside, until },
    };
  }

  const missing = coverage.missing.map((role) => ({
    role,
    couldFill: couldFill(role, coverage, offers, possible, contests),
  }));
  const progress = { covered, missing, setAside };
  const teams = decidingTeams(ballot);
  if (teams.length > 0)
    return {
      ...base,
      status: "unknown",
      code: "team-not-known",
      values: { ...progress, teams },
    };
  return { ...base, status: "wait", code: "missing", values: progress };
}

/** Approvals that nobody can ever give; a team or a rota is taken to have people enough. */
function shortageAmong(
  contests: Contests,
  possible: SeatHolder[],
): Shortage | undefined {
  const byTeams = new Set(
    possible.filter(({ person }) => isGroup(person)).map(({ role }) => role),
  );
  const byName = contests.map((contest) =>
    contest.filter((role) => !byTeams.has(role)),
  );
  return neverCovered(byName, possible);
}

function nextHandOver(holders: readonly SeatHolder[]): { handsOverAt?: Date } {
  const [first] = holders
    .flatMap(({ handsOverAt }) => handsOverAt ?? [])
    .toSorted((one, other) => one.getTime() - other.getTime());
  return first ? { handsOverAt: first } : {};
}

function coveredRole({ approval, ...seat }: Offer): CoveredRole {
  const link = approval.link === undefined ? {} : { link: approval.link };
  return { ...seat, at: approval.at, ...link };
}

/** Teams and rotas whose unknown people would complete the roles, if everybody who approved were one of them. */
function decidingTeams(ballot: Ballot): string[] {
  const teams = ballot.holders.filter(
    ({ person, vacant }) => isGroup(person) && !vacant,
  );
  const sound: Approval[] = [
    ...ballot.offers.map(({ approval }) => approval),
    ...ballot.setAside.filter(
      ({ because }) => because === "no-role" || because === "not-in-role",
    ),
  ];
  const asMembers = teams.flatMap((team) =>
    sound
      .filter(({ role }) => role === undefined || role === team.held)
      .map((approval) => ({ ...team, person: approval.person })),
  );
  const { missing } = coverRoles(ballot.contests, [
    ...ballot.offers,
    ...asMembers,
  ]);
  return missing.length === 0
    ? [...new Set(teams.map(({ person }) => person))]
    : [];
}
