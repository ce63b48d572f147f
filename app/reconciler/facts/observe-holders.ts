import {
  known,
  unknown,
  type Evidence,
  type Fact,
} from "../../../core/gate/fact.ts";
import type { RoleHolder, Rota } from "../../../core/gate/facts.ts";
import { isTeam, roleHolders } from "../../../core/gate/role-holders.ts";
import { POLICY_PATH } from "../../../core/policy/path.ts";
import type { Policy } from "../../../core/policy/schema.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import { learn, providerError } from "../learn.ts";

/**
 * Who holds which role now: the policy's people and the members of its teams, without those who lost their access to
 * the repository. A team that can't be read stays as `org/team`.
 */
export async function observeHolders(
  github: GitHubRepository,
  policy: Policy,
  now: Date,
): Promise<Fact<RoleHolder[]>> {
  return learn(now, async () => {
    const seats = roleHolders(policy);
    const teams = await readTeams(github, seats);
    const named = seats.flatMap((seat) =>
      (teams.get(seat.person) ?? [seat.person]).map((person) => ({
        ...seat,
        person,
      })),
    );
    const gone = await withoutAccess(github, named);
    return known(
      named.filter(({ person }) => !gone.has(person)),
      evidenceOf(named, gone, now),
    );
  });
}

/** The same people as a rota of these roles; the policy names them for any time. */
export function onCallFrom(
  holders: Fact<RoleHolder[]>,
  roles: string[],
): Fact<Rota[]> {
  if (!holders.known) return holders;
  const rota = Map.groupBy(holders.value, ({ role }) => role);
  return known(
    roles.map((role) => ({
      role,
      shifts: shiftsOf(role, rota.get(role) ?? []),
    })),
    ...holders.evidence,
  );
}

function shiftsOf(role: string, people: RoleHolder[]): Rota["shifts"] {
  const unread = people.find(({ person }) => isTeam(person));
  return unread
    ? unknown(
        `the members of ${unread.person}, who hold the role ${role}, could not be read`,
      )
    : known(people.map(({ person }) => ({ person })));
}

/** The members of each team that can be read. */
async function readTeams(
  github: GitHubRepository,
  seats: RoleHolder[],
): Promise<Map<string, string[]>> {
  const names = new Set(seats.map(({ person }) => person).filter(isTeam));
  const teams = await Promise.all(
    [...names].map(async (name) => {
      const [org = "", team = ""] = name.split("/");
      return [name, await membersOf(github, org, team)] as const;
    }),
  );
  return new Map(
    teams.flatMap(([name, members]) => (members ? [[name, members]] : [])),
  );
}

async function membersOf(
  github: GitHubRepository,
  org: string,
  team: string,
): Promise<string[] | undefined> {
  try {
    return await github.teamMembers(org, team);
  } catch (error) {
    providerError(error);
    return undefined;
  }
}

async function withoutAccess(
  github: GitHubRepository,
  holders: RoleHolder[],
): Promise<Set<string>> {
  const people = [
    ...new Set(
      holders.map(({ person }) => person).filter((person) => !isTeam(person)),
    ),
  ];
  const permissions = await Promise.all(
    people.map((person) => github.permission(person)),
  );
  return new Set(people.filter((_, index) => permissions[index] === "none"));
}

function evidenceOf(
  named: RoleHolder[],
  gone: ReadonlySet<string>,
  at: Date,
): Evidence {
  const list = named.map(({ role, person, rank }) => {
    const note = gone.has(person)
      ? ", without access"
      : isTeam(person)
        ? ", not readable"
        : "";
    return `${role}: ${person} (${rank}${note})`;
  });
  return {
    source: "github",
    at,
    query: `roles of ${POLICY_PATH}, and who of them may still read the repository`,
    answer: list.join("; ").slice(0, 500),
  };
}
