import * as z from "zod";
import { ACTIONS_BOT } from "../front/account.ts";
import {
  type GitHubOptions,
  ORGANISATION_REPOSITORY,
  type Permission,
} from "../options.ts";
import type { Upstream } from "./upstream.ts";

const withSha = z.object({ sha: z.string() });
const withId = z.object({ id: z.number() });

/** Fills emulate with what its seed has no words for: permissions, teams, files. */
export async function populate(
  upstream: Upstream,
  options: GitHubOptions,
): Promise<void> {
  const { organisation, people, teams, repository, organisationFiles } =
    options;
  const place = `/repos/${organisation}/${repository.name}`;
  for (const { login, permission } of people) {
    if (permission !== "none") await grant(upstream, place, login, permission);
  }
  // Without it a job's token could not reach a private repository.
  await grant(upstream, place, ACTIONS_BOT, "write");
  await addTeams(upstream, organisation, teams);
  await fill(upstream, organisation, repository);
  if (organisationFiles)
    await fill(upstream, organisation, {
      name: ORGANISATION_REPOSITORY,
      defaultBranch: "main",
      files: organisationFiles,
    });
}

/** Makes a repository's first commit and its branch. */
async function fill(
  upstream: Upstream,
  organisation: string,
  { name, defaultBranch, files }: GitHubOptions["repository"],
): Promise<void> {
  const place = `/repos/${organisation}/${name}`;
  const commit = await commitFiles(
    async (...request) => upstream.ask(...request),
    place,
    {
      files,
      message: "Initial commit",
      parents: [],
      author: {
        name: organisation,
        email: `${organisation}@users.noreply.github.com`,
      },
    },
  );
  await upstream.ask("POST", `${place}/git/refs`, {
    ref: `refs/heads/${defaultBranch}`,
    sha: commit,
  });
}

/** Lets a person into the organisation and the repository, or out of both and every team. */
export async function changePermission(
  upstream: Upstream,
  { organisation, repository }: GitHubOptions,
  login: string,
  permission: Permission,
): Promise<void> {
  const place = `/repos/${organisation}/${repository.name}`;
  if (permission === "none") {
    await upstream.ask("DELETE", `/orgs/${organisation}/members/${login}`);
    await upstream.ask("DELETE", `${place}/collaborators/${login}`);
    return;
  }
  const membership = `/orgs/${organisation}/memberships/${login}`;
  await upstream.ask("PUT", membership, { role: "member" });
  await grant(upstream, place, login, permission);
}

/** emulate knows GitHub's permissions by their names in Git: pull, push, … */
async function grant(
  upstream: Upstream,
  place: string,
  login: string,
  permission: string,
): Promise<void> {
  const inGit: Record<string, string> = { read: "pull", write: "push" };
  await upstream.ask("PUT", `${place}/collaborators/${login}`, {
    permission: inGit[permission] ?? permission,
  });
}

/** Sends a request and answers its JSON; throws where it is refused. */
type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/**
 * Makes a commit through the API for Git's objects.
 *
 * @returns the commit's sha; no branch points to it yet
 */
export async function commitFiles(
  ask: Ask,
  place: string,
  commit: {
    /** By path; null removes the file. */
    files: Record<string, string | Uint8Array | null>;
    message: string;
    parents: string[];
    /** Sha of the tree that is changed; absent: there is none yet. */
    baseTree?: string;
    /** Absent: whose token it is. */
    author?: { name: string; email: string };
  },
): Promise<string> {
  const create = async (kind: string, body: object) =>
    withSha.parse(await ask("POST", `${place}/git/${kind}`, body)).sha;
  const entry = async ([path, content]: [
    string,
    string | Uint8Array | null,
  ]) => ({
    path,
    mode: "100644",
    type: "blob",
    sha:
      content === null
        ? null
        : await create("blobs", {
            content: Buffer.from(content).toString("base64"),
            encoding: "base64",
          }),
  });
  const { files, message, parents, baseTree, author } = commit;
  const tree = await create("trees", {
    tree: await Promise.all(Object.entries(files).map(entry)),
    ...(baseTree !== undefined && { base_tree: baseTree }),
  });
  return create("commits", {
    message,
    tree,
    parents,
    ...(author && { author }),
  });
}

async function addTeams(
  upstream: Upstream,
  organisation: string,
  teams: GitHubOptions["teams"],
): Promise<void> {
  const ids = new Map<string, number>();
  for (const { slug, members, parent } of teams) {
    const created = await upstream.ask("POST", `/orgs/${organisation}/teams`, {
      name: slug,
      privacy: "closed",
      ...(parent !== undefined && { parent_team_id: ids.get(parent) }),
    });
    ids.set(slug, withId.parse(created).id);
    for (const login of members) {
      await upstream.ask(
        "PUT",
        `/orgs/${organisation}/teams/${slug}/memberships/${login}`,
        { role: "member" },
      );
    }
  }
}
