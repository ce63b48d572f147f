import type {
  Doubled,
  OnCallRole,
  OnCallVerdict,
  RoleGap,
  UnknownRota,
} from "../../gate/on-call/on-call.ts";
import type { Span } from "../../gate/on-call/rota-coverage.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, LEARN_IT, type VerdictWords } from "./words.ts";

export function describeOnCall(verdict: OnCallVerdict): VerdictWords {
  const { code, values } = verdict;
  switch (code) {
    case "covered":
      return {
        summary: `On call for the whole run: ${rota(values.covered)}.${severalRoles(values.doubled)}`,
      };
    case "nobody": {
      const gaps = values.gaps.map((gap) => gapWords(gap, values.run));
      const roles = values.gaps.map(({ role }) => role);
      return {
        summary: `${gaps.join(" ")}${others(values.covered)}`,
        mend: `Put somebody on call as ${enumerate(roles, "and")} for the whole run.`,
      };
    }
    case "rota-not-known":
      return {
        summary: `${values.unread.map(unreadWords).join(" ")}${others(values.covered)}`,
        mend: values.unread.some(({ why }) => why === "stranger")
          ? "Name them in `people` of the policy."
          : LEARN_IT,
      };
    case "not-known":
      return describeNotKnown("Who is on call is", values.reason);
  }
}

function others(covered: OnCallRole[]): string {
  return covered.length === 0 ? "" : ` On call: ${rota(covered)}.`;
}

function rota(roles: OnCallRole[]): string {
  return roles.map((role) => `${turns(role)} (${role.role})`).join(", ");
}

/** `ahmed until Tue 24 Nov 12:10 UTC, then sarah`. */
function turns({ turns: all }: OnCallRole): string {
  return all
    .map(({ people }, index) => {
      const names = people.map((person) => plain(person, 40));
      const next = all[index + 1];
      const until = next ? ` until ${formatMoment(next.from)}` : "";
      return `${enumerate(names, "and", 3)}${until}`;
    })
    .join(", then ");
}

function severalRoles(doubled: Doubled[]): string {
  if (doubled.length === 0) return "";
  const each = doubled.map(
    ({ person, roles }) => `${plain(person, 40)} (${enumerate(roles, "and")})`,
  );
  return ` In several roles at once: ${enumerate(each, "and", 5)}.`;
}

/** The moment is told where it lies within the run; the run's own first moment is another at every look. */
function gapWords({ role, from, until, left }: RoleGap, run: Span): string {
  const length = formatDuration(run.until.getTime() - run.from.getTime());
  const begins =
    from > run.from
      ? ` from ${formatMoment(from)}, and a run of ${length} would still be under way then`
      : "";
  const again =
    until === undefined ? "" : `; the next one begins ${formatMoment(until)}`;
  const gone =
    left.length === 0
      ? ""
      : `; ${enumerate(
          left.map((person) => plain(person, 40)),
          "and",
          3,
        )} would be, and may not read this repository any more`;
  return `Nobody is on call as ${role}${begins}${gone}${again}.`;
}

function unreadWords(unread: UnknownRota): string {
  const { role } = unread;
  switch (unread.why) {
    case "unreadable":
      return describeNotKnown(`Who is on call as ${role} is`, unread.reason)
        .summary;
    case "stranger":
      return `On call as ${role} is ${plain(unread.user, 120)}, and the policy does not say who that is on GitHub.`;
    case "too-far":
      return `Who is on call as ${role} is known only until ${formatMoment(unread.knownUntil)}.`;
  }
}
