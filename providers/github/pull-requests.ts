import * as z from "zod";
import type { FileChange } from "../../core/pull-request/facts.ts";
import { find, list, listBy } from "./ask.ts";
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

const CHANGES: Record<string, FileChange["change"]> = {
  added: "added",
  copied: "added",
  removed: "removed",
  renamed: "renamed",
};

const file = z
  .object({
    filename: z.string(),
    status: z.string(),
    previous_filename: z.string().optional(),
  })
  .transform(({ filename, status, previous_filename: before }): FileChange => {
    const change = CHANGES[status] ?? "changed";
    // A copy has a former name too, and leaves the file of that name as it is.
    const moved = change === "renamed" && before !== undefined;
    return { path: filename, change, ...(moved && { before }) };
  });

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
          answer: z.array(file),
        },
        ({ path }) => path,
      );
    },
  };
}
