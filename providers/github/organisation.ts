import * as z from "zod";
import { ORGANISATION_REPOSITORY } from "../../core/policy/path.ts";
import { ProviderError } from "../provider-error.ts";
import { find } from "./ask.ts";
import { files } from "./files.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";

const commits = z.array(z.object({ sha: z.string().min(1) }));

/** Files of the owner's repository `.github`, as far as the client may see it. */
export function organisation(
  place: Place,
): Pick<GitHubRepository, "organisationCommit" | "organisationFile"> {
  const there = { ...place, name: ORGANISATION_REPOSITORY };
  return {
    async organisationCommit(path) {
      try {
        const found = await find(place.octokit, {
          doing: `read the latest change of ${path} in ${place.owner}/${there.name}`,
          route: "GET /repos/{owner}/{repo}/commits",
          parameters: { ...at(there), path, per_page: 1 },
          answer: commits,
        });
        return found?.[0]?.sha;
      } catch (error) {
        // GitHub's answer for a repository without any commit.
        if (error instanceof ProviderError && error.status === 409)
          return undefined;
        throw error;
      }
    },

    organisationFile: files(there).readFile,
  };
}
