import type { Diagnostic } from "../text/diagnostic.ts";
import { quote } from "../text/quote.ts";
import { suggestionHint } from "../text/suggest.ts";
import { formatDuration } from "../time/duration.ts";
import { openingAt } from "../time/opening.ts";
import { approvingRoles } from "./gates/approvals.ts";
import { rotaName } from "./roles.ts";
import { overrideContradictions } from "./gates/override-contradiction.ts";
import type { EnvironmentRule, Policy } from "./schema.ts";
import { recurringIn, windowHours } from "./gates/window-hours.ts";
import type { PolicyWindow } from "./gates/windows.ts";

/** Something that each part of the policy allows, and all of them together do not. */
export type Contradiction = Pick<
  Diagnostic,
  "code" | "message" | "hint" | "path"
>;

/** What a rule is checked with: its policy, and where it stands in it. */
interface Place {
  policy: Policy;
  environment: string;
  gates: EnvironmentRule["gates"];
  path: Diagnostic["path"];
}

type Check = (place: Place) => Contradiction[];

/** Finds names that lead nowhere, and gates that nobody and nothing can ever satisfy. */
export function findContradictions(policy: Policy): Contradiction[] {
  return Object.entries(policy.environments).flatMap(
    ([environment, { gates }]) => {
      const path = ["environments", environment, "gates"];
      return CHECKS.flatMap((check) =>
        check({ policy, environment, gates, path }),
      );
    },
  );
}

const findUnknownRoles: Check = ({ policy, gates, path }) =>
  roleLists(gates).flatMap(({ roles: list, at: place }) =>
    list.flatMap((role, index, roles) => {
      const at = { path: [...path, ...place, index] };
      if (roles.indexOf(role) < index)
        return {
          code: "repeated-role",
          message: `the role ${quote(role)} is listed twice`,
          hint: "keep one of them",
          ...at,
        };
      if (Object.hasOwn(policy.roles, role)) return [];
      return {
        code: "unknown-role",
        message: `unknown role ${quote(role)}`,
        hint: suggestionHint(role, Object.keys(policy.roles), "roles"),
        ...at,
      };
    }),
  );

/** Each list of roles, and where it stands among the gates. */
function roleLists({
  approvals,
  on_call: onCall,
}: Place["gates"]): { roles: string[]; at: Diagnostic["path"] }[] {
  const groups = approvals?.any_of ?? [];
  return [
    { roles: approvals?.roles ?? [], at: ["approvals", "roles"] },
    ...groups.map(({ roles }, index) => ({
      roles,
      at: ["approvals", "any_of", index, "roles"],
    })),
    { roles: onCall?.roles ?? [], at: ["on_call", "roles"] },
  ];
}

/** Members of a team are not known here, so only roles that people hold by name can be counted. */
const findTooFewPeople: Check = ({ policy, gates: { approvals }, path }) => {
  if (!approvals) return [];
  const groups = approvals.any_of.map(({ roles, count }, index) => ({
    roles,
    count,
    at: ["any_of", index, "count"],
  }));
  const { roles } = approvals;
  const all = {
    roles: approvingRoles(approvals),
    count: groups.reduce((sum, { count }) => sum + count, roles.length),
    at: [roles.length > 0 ? "roles" : "any_of"],
  };
  const tooFew = [
    ...groups,
    ...(approvals.distinct_people ? [all] : []),
  ].flatMap(({ roles: asked, count, at }) => {
    const people = peopleIn(policy, asked);
    return people === undefined || people >= count
      ? []
      : { asked, count, people, at };
  });
  return tooFew.map(({ count, people, at }) => ({
    code: "too-few-people",
    message: `${count} approvals need ${count} people, and only ${people} hold the roles`,
    hint: "name other people in `roles`, ask for fewer, or set `distinct_people: false`",
    path: [...path, "approvals", ...at],
  }));
};

/** How many people hold these roles; undefined where a team, a rota or a role is not known. */
function peopleIn(policy: Policy, roles: string[]): number | undefined {
  if (roles.some((role) => !Object.hasOwn(policy.roles, role)))
    return undefined;
  const holders = roles.flatMap((role) => holdersOf(policy, role));
  if (holders.some((person) => person.includes("/"))) return undefined;
  return new Set(holders.map((person) => person.toLowerCase())).size;
}

function holdersOf(policy: Policy, role: string): string[] {
  const { primary, secondary, on_call: rota } = policy.roles[role] ?? {};
  return [primary, secondary, rota && rotaName(rota)].filter(
    (person) => person !== undefined,
  );
}

const findStagingNowhere: Check = ({ policy, environment, gates, path }) => {
  const staging = gates.staging_passed?.environment;
  if (staging === undefined) return [];
  const at = { path: [...path, "staging_passed", "environment"] };
  if (!Object.hasOwn(policy.environments, staging))
    return [
      {
        code: "unknown-environment",
        message: `unknown environment ${quote(staging)}`,
        hint: suggestionHint(
          staging,
          Object.keys(policy.environments),
          "environments",
        ),
        ...at,
      },
    ];
  const chain = chainFrom(policy, environment);
  if (chain.at(-1) !== environment) return [];
  return [
    {
      code: "staging-circle",
      message: `none of these can be the first: ${chain.map((name) => quote(name)).join(" needs ")}`,
      hint: "name an environment that needs no run elsewhere",
      ...at,
    },
  ];
};

/** The environments that have to be passed one before the other, until one needs none or one comes again. */
function chainFrom(policy: Policy, environment: string): string[] {
  const chain = [environment];
  for (;;) {
    const last = chain.at(-1) ?? "";
    const next = Object.hasOwn(policy.environments, last)
      ? policy.environments[last]?.gates.staging_passed?.environment
      : undefined;
    if (next === undefined) return chain;
    const again = chain.includes(next);
    chain.push(next);
    if (again) return chain;
  }
}

/** Any moment will do: what comes again every week or year opens within five years of it, or never. */
const SAMPLE_DAY = new Date("2025-01-15T00:00Z");

/** As far as moments reach. */
const ALL_TIME = { from: -8.64e15, to: 8.64e15 };

/**
 * A policy is checked without asking what the time is. So dates that are closed are not weighed; dates that are allowed
 * are, because they can be gone through one by one, with everything that is closed in them.
 */
const findClosedForever: Check = ({ policy, gates, path }) => {
  if (!gates.windows) return [];
  const { blackout, allowed, expected_duration: duration } = gates.windows;
  const recurring = recurringIn(policy.timezone);
  const once = allowed.filter((window) => !comesAgain(window));
  const starts = once.flatMap((window) =>
    recurring(window, "allows", () => undefined).spans(ALL_TIME),
  );
  const freezes = gates.windows.freezes.filter((freeze) => "from" in freeze);
  const weighed =
    once.length > 0 ? [...blackout, ...freezes] : blackout.filter(comesAgain);
  const hours = windowHours({ ...gates.windows, blackout: weighed }, recurring);
  const opens = (start: Date) => {
    const answer = openingAt(hours, start, duration);
    return answer.open || answer.opensAt !== undefined;
  };
  const isOpen =
    once.length > 0
      ? starts.some(({ from }) => opens(new Date(from)))
      : opens(SAMPLE_DAY);
  if (isOpen) return [];
  const key = allowed.length > 0 ? "allowed" : "blackout";
  return [
    {
      code: "always-closed",
      message: `no gap between the windows is long enough for a run of ${formatDuration(duration)}`,
      hint:
        key === "allowed"
          ? "lengthen `allowed`, or shorten `blackout` or `expected_duration`"
          : "shorten `blackout` or `expected_duration`",
      path: [...path, "windows", key],
    },
  ];
};

function comesAgain(window: PolicyWindow): boolean {
  return "days" in window || "rrule" in window || "yearly" in window;
}

/** Experiments act on the environment's own namespaces alone, so a limit that names another allows nothing by it. */
const findForeignNamespaces: Check = ({ policy, environment, gates, path }) => {
  const own = policy.environments[environment]?.namespaces;
  if (!own) return [];
  return (gates.blast_radius?.namespaces ?? []).flatMap((namespace, index) =>
    own.includes(namespace)
      ? []
      : {
          code: "foreign-namespace",
          message: `${quote(namespace)} is no namespace of ${quote(environment)}`,
          hint: suggestionHint(namespace, own, "namespaces"),
          path: [...path, "blast_radius", "namespaces", index],
        },
  );
};

const findOverrideOfNobody: Check = ({ policy, environment }) => {
  const { override } = policy.environments[environment] ?? {};
  const path = ["environments", environment, "override"];
  return override ? overrideContradictions(override, path) : [];
};

const CHECKS: Check[] = [
  findUnknownRoles,
  findTooFewPeople,
  findStagingNowhere,
  findClosedForever,
  findForeignNamespaces,
  findOverrideOfNobody,
];
