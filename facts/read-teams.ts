import type { RoleHolder } from "../core/gate/facts.ts";
import { isGroup } from "../core/gate/role-holders.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import { providerError } from "./learn.ts";

/** The members of each team that can be read. */
export async function readTeams(
  github: GitHubRepository,
  seats: RoleHolder[],
): Promise<Map<string, string[]>> {
  const names = new Set(seats.map(({ person }) => person).filter(isGroup));
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
