import * as z from "zod";
import { wholeList } from "../emulate/lists.ts";
import { cardOf } from "../front/account.ts";
import { json, page, refusal } from "../front/http.ts";
import { reaches } from "../front/operations.ts";
import { type Permission, PERMISSIONS } from "../options.ts";
import type { Handlers } from "./handler.ts";

const members = z.array(z.object({ login: z.string() }));

/** GitHub's older word for a role has four values only. */
const LEGACY: Record<Permission, string> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

export const people: Handlers = {
  /** emulate takes every member of the organisation for an administrator. */
  "repos/get-collaborator-permission-level"({ parameters }, interior) {
    const asked = parameters["username"]?.toLowerCase();
    const login = [...interior.accounts.keys()].find(
      (known) => known.toLowerCase() === asked,
    );
    if (login === undefined) return refusal(404, "Not Found");
    const permission = interior.permissions.get(login) ?? "none";
    return json(200, {
      permission: LEGACY[permission],
      role_name: permission === "none" ? "" : permission,
      user: {
        ...cardOf(login, interior),
        permissions: Object.fromEntries(
          PERMISSIONS.slice(1).map((level) => [
            inGit(level),
            reaches(permission, level),
          ]),
        ),
        role_name: permission === "none" ? "" : permission,
      },
    });
  },

  /** emulate leaves out the members of child teams. */
  async "teams/list-members-in-org"(call, interior) {
    const { organisation, teams } = interior.options;
    const slug = call.parameters["team_slug"]?.toLowerCase() ?? "";
    if (
      call.parameters["org"]?.toLowerCase() !== organisation.toLowerCase() ||
      !teams.some((team) => team.slug === slug)
    )
      return refusal(404, "Not Found");
    const found = await Promise.all(
      family(slug, teams).map(async (team) =>
        members.parse(
          await wholeList(
            interior,
            `/orgs/${organisation}/teams/${team}/members`,
          ),
        ),
      ),
    );
    const logins = new Set(found.flat().map(({ login }) => login));
    const { items, headers } = page(call, interior.url, [...logins]);
    return json(
      200,
      items.map((login) => cardOf(login, interior)),
      headers,
    );
  },
};

/** A team and the teams below it. */
function family(
  slug: string,
  teams: { slug: string; parent?: string }[],
): string[] {
  const children = teams.filter(({ parent }) => parent === slug);
  return [slug, ...children.flatMap((child) => family(child.slug, teams))];
}

function inGit(permission: Permission): string {
  if (permission === "read") return "pull";
  return permission === "write" ? "push" : permission;
}
