import type {
  SetAside,
  SetAsideReason,
} from "../../gate/approvals/approval-eligibility.ts";
import type {
  ApprovalsVerdict,
  CoveredRole,
  MissingRole,
} from "../../gate/approvals/approvals.ts";
import { isGroup, isRota } from "../../gate/role-holders.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

/** A team may have hundreds of members. */
const MOST_PEOPLE = 20;

export function describeApprovals({
  code,
  values,
}: ApprovalsVerdict): VerdictWords {
  switch (code) {
    case "approved":
      return {
        summary: `Approved by ${covered(values.covered)}; valid until ${formatMoment(values.until)}.${notCounted(values.setAside)}`,
      };
    case "missing":
      return {
        summary: `${progress(values)}${notCounted(values.setAside)}`,
        mend: `A comment /chaos approve is needed ${values.missing.map(asked).join("; ")}.`,
        who: askable(values.missing),
      };
    case "team-not-known":
      return {
        summary: `${progress(values)} Whether that is enough depends on who is in ${enumerate(values.teams, "and")}, and that could not be looked up.`,
        mend: values.teams.every(isRota)
          ? "It has to be known who is on call, and `people` of the policy has to say who that is on GitHub."
          : "See that the team is still there by that name, and that the App may read the organisation's members; or name people in the policy instead of the team.",
      };
    case "impossible":
      return describeImpossible(values);
    case "not-known":
      return describeNotKnown("Approvals are", values.reason);
  }
}

function describeImpossible({
  roles,
  people,
  requester,
  handsOverAt,
}: Extract<ApprovalsVerdict, { code: "impossible" }>["values"]): VerdictWords {
  const who =
    people.length === 0
      ? `nobody can approve as ${enumerate(roles, "and")}`
      : `${enumerate(roles, "and")} need ${String(roles.length)} different people, and only ${enumerate(people, "and")} can approve`;
  const because =
    requester === undefined
      ? ""
      : `, because ${plain(requester, 40)} asked and may not approve their own request`;
  const more = "name more people for these roles in the policy.";
  const mend =
    requester === undefined
      ? more
      : `let somebody ask who is not needed to approve, or ${more}`;
  return handsOverAt === undefined
    ? {
        summary: `This can never be approved: ${who}${because}.`,
        mend: sentence(mend),
      }
    : {
        summary: `This can't be approved as long as the same people are on call: ${who}${because}. The next hand-over is ${formatMoment(handsOverAt)}.`,
        mend: sentence(`wait for others to be on call, or ${mend}`),
      };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function progress(values: {
  covered: CoveredRole[];
  missing: MissingRole[];
}): string {
  const missing = enumerate(
    values.missing.map(({ role }) => role),
    "and",
  );
  return values.covered.length === 0
    ? `Nobody has approved yet; missing: ${missing}.`
    : `Approved by ${covered(values.covered)}; missing: ${missing}.`;
}

function covered(roles: CoveredRole[]): string {
  return enumerate(
    roles.map(
      ({ held, person, rank }) =>
        `${person} as ${held}${rank === "secondary" ? " (secondary)" : ""}`,
    ),
    "and",
  );
}

function asked({ role, couldFill }: MissingRole): string {
  return `from ${enumerate(couldFill.map(called), "or", 5)} for ${role}`;
}

/** A group that still goes by its own name is one of which nobody could tell who is in it. */
function called(holder: string): string {
  if (isRota(holder)) return `whoever is on call by ${holder}`;
  return isGroup(holder)
    ? `a member of ${holder} (who that is could not be looked up; the team may be gone)`
    : holder;
}

function askable(missing: MissingRole[]): string[] {
  const holders = missing.flatMap(({ couldFill }) => couldFill);
  return [...new Set(holders)]
    .filter((holder) => !isGroup(holder))
    .slice(0, MOST_PEOPLE);
}

const NOT_COUNTED: Record<SetAsideReason, string> = {
  "other-digest": "given for another version of the experiment",
  "before-request": "given before the request",
  "in-future": "dated in the future",
  expired: "expired",
  own: "their own request",
  "no-role": "holds none of these roles",
  "not-in-role": "does not hold that role",
};

function notCounted(approvals: SetAside[]): string {
  if (approvals.length === 0) return "";
  const each = approvals.map(({ person, role, because }) => {
    const as = role === undefined ? "" : ` as ${plain(role, 64)}`;
    return `${plain(person, 40)}${as} (${NOT_COUNTED[because]})`;
  });
  return ` Not counted: ${enumerate(each, "and", 5)}.`;
}
