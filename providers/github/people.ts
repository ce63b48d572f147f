import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { find, list } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";

const PERMISSIONS = [
  "none",
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
] as const;

/** `permission` knows four words; `role_name` knows all of them, and an organisation's own roles besides. */
const permissionAnswer = z
  .object({
    permission: z.enum(["none", "read", "write", "admin"]),
    role_name: z.string().optional(),
  })
  .transform(
    ({ permission, role_name }) =>
      PERMISSIONS.find((known) => known === role_name) ?? permission,
  );

const member = z.object({ id: z.number(), login: z.string() });

export function people(
  place: Place,
): Pick<GitHubRepository, "permission" | "teamMembers"> {
  const { octokit } = place;
  return {
    async permission(login) {
      const found = await find(octokit, {
        doing: `read the permission of ${login}`,
        route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
        parameters: { ...at(place), username: login },
        answer: permissionAnswer,
      });
      return found ?? "none";
    },

    async teamMembers(org, team) {
      try {
        // GitHub answers active members only, those of child teams included; who is only invited is not listed.
        const found = await list(octokit, {
          doing: `read the members of team ${org}/${team}`,
          route: "GET /orgs/{org}/teams/{team_slug}/members",
          parameters: { org, team_slug: team },
          answer: z.array(member),
        });
        return found.map(({ login }) => login);
      } catch (error) {
        if (error instanceof ProviderError && error.status === 404) {
          return undefined;
        }
        throw error;
      }
    },
  };
}
