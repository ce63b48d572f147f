import { artifacts } from "./artifacts.ts";
import { checks } from "./checks.ts";
import { comments } from "./comments.ts";
import { deployments } from "./deployments.ts";
import { files } from "./files.ts";
import { issues } from "./issues.ts";
import { organisation } from "./organisation.ts";
import type { Octokit } from "./octokit.ts";
import { people } from "./people.ts";
import { protection } from "./protection.ts";
import { pullRequests } from "./pull-requests.ts";
import type { GitHubRepository } from "./repository.ts";
import { runs } from "./runs.ts";
import { tags } from "./tags.ts";

/**
 * A repository on GitHub, or on a GitHub Enterprise Server.
 *
 * @param octokit a client that may read and write the repository
 * @param repository.appId the id of our own App: what was written through it is `ours`
 * @param repository.organisationRequired whether its owner is known to have an organisation's file
 * @param repository.fetch downloads artifacts, which are kept outside of GitHub's API
 */
export function createGitHubRepository(
  octokit: Octokit,
  repository: {
    owner: string;
    name: string;
    appId: number;
    organisationRequired?: boolean;
    fetch?: typeof fetch;
  },
): GitHubRepository {
  const place = { octokit, fetch: globalThis.fetch, ...repository };
  return {
    owner: place.owner,
    name: place.name,
    organisationRequired: place.organisationRequired ?? false,
    ...files(place),
    ...organisation(place),
    ...issues(place),
    ...comments(place),
    ...people(place),
    ...pullRequests(place),
    ...checks(place),
    ...runs(place),
    ...protection(place),
    ...tags(place),
    ...deployments(place),
    ...artifacts(place),
  };
}
