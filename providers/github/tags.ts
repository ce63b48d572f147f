import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { ask, create, find } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";
import { anything } from "./shape.ts";

const reference = z.object({
  ref: z.string(),
  object: z.object({ sha: z.string() }),
});

const comparison = z.object({ status: z.string() });

export function tags(
  place: Place,
): Pick<GitHubRepository, "createTag" | "deleteTag" | "tags" | "isOnBranch"> {
  const { octokit } = place;
  return {
    async createTag(name, commit) {
      const doing = `make the tag ${name}`;
      try {
        await create(octokit, {
          doing,
          route: "POST /repos/{owner}/{repo}/git/refs",
          parameters: { ...at(place), ref: `refs/tags/${name}`, sha: commit },
          answer: anything,
        });
        return { state: "made" };
      } catch (error) {
        if (!isPlainNo(error)) throw error;
        const standing = await find(octokit, {
          doing: `read the tag ${name}`,
          route: "GET /repos/{owner}/{repo}/git/ref/{ref}",
          parameters: { ...at(place), ref: `tags/${name}` },
          answer: reference,
        });
        if (standing?.object.sha === commit) return { state: "there" };
        const reason = standing
          ? `the tag ${name} is at another commit, ${standing.object.sha}`
          : error.message;
        return { state: "refused", reason };
      }
    },

    async deleteTag(name) {
      try {
        await create(octokit, {
          doing: `remove the tag ${name}`,
          route: "DELETE /repos/{owner}/{repo}/git/refs/{ref}",
          parameters: { ...at(place), ref: `tags/${name}` },
          answer: anything,
        });
      } catch (error) {
        // It is gone already, or a rule of the repository keeps it: nothing depends on it any more.
        if (!isPlainNo(error)) throw error;
      }
    },

    async tags(prefix) {
      const found = await ask(octokit, {
        doing: `list the tags ${prefix}*`,
        route: "GET /repos/{owner}/{repo}/git/matching-refs/{ref}",
        parameters: { ...at(place), ref: `tags/${prefix}` },
        answer: z.array(reference),
      });
      return found.map(({ ref }) => ref.replace(/^refs\/tags\//, ""));
    },

    async isOnBranch(commit, branch) {
      const found = await find(octokit, {
        doing: `see whether ${commit} is on ${branch}`,
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        parameters: {
          ...at(place),
          basehead: `${branch}...${commit}`,
          per_page: "1",
        },
        answer: comparison,
      });
      return found?.status === "identical" || found?.status === "behind";
    },
  };
}

/** GitHub's answer stays the same however often it is asked: not allowed, not there, there already. */
function isPlainNo(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    !error.retryable &&
    [403, 404, 409, 422].includes(error.status ?? 0)
  );
}
