import * as z from "zod";
import { find, list, listBy } from "./ask.ts";
import { fileChange } from "./file-change.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";

const listed = z.object({
  id: z.number(),
  number: z.number(),
  state: z.enum(["open", "closed"]),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
});

const pullRequest = listed.extend({ changed_files: z.number() });

export function pullRequests(
  place: Place,
): Pick<
  GitHubRepository,
  "pullRequest" | "openPullRequests" | "pullRequestFiles"
> {
  const { octokit } = place;
  return {
    async pullRequest(number) {
      const found = await find(octokit, {
        doing: `read pull request ${number}`,
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        parameters: { ...at(place), pull_number: number },
        answer: pullRequest,
      });
      return (
        found && {
          number: found.number,
          open: found.state === "open",
          head: found.head.sha,
          base: found.base.ref,
          changedFiles: found.changed_files,
        }
      );
    },

    async openPullRequests() {
      const found = await list(octokit, {
        doing: "list the open pull requests",
        route: "GET /repos/{owner}/{repo}/pulls",
        parameters: { ...at(place), state: "open" },
        answer: z.array(listed),
      });
      return found.map(({ number, head, base }) => ({
        number,
        head: head.sha,
        base: base.ref,
      }));
    },

    async pullRequestFiles(number) {
      return listBy(
        octokit,
        {
          doing: `list the files of pull request ${number}`,
          route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
          parameters: { ...at(place), pull_number: number },
          answer: z.array(fileChange),
        },
        ({ path }) => path,
      );
    },
  };
}
