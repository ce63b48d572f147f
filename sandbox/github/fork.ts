import * as z from "zod";
import { commitFiles } from "./emulate/populate.ts";
import { branchOfFork } from "./front/fork-head.ts";
import type { Interior } from "./front/interior.ts";
import { followBranch } from "./handlers/pull-requests.ts";
import { askingAs } from "./person-request.ts";

/** By path; null removes the file. */
type Files = Record<string, string | Uint8Array | null>;

/** A person's own fork of the repository, which whoever reads the repository may have. The App is not installed on it. */
export interface Fork {
  /** Opens a pull request from a new branch of the fork into the default branch. */
  openPullRequest(
    branch: string,
    files: Files,
  ): Promise<{ number: number; head: string }>;
  /** @returns the commit's sha */
  push(files: Files, message: string, branch: string): Promise<string>;
  /** Its open pull requests stay, and nobody can push to them any more. */
  delete(): void;
}

const withNumber = z.object({ number: z.number() });

export function createFork(login: string, interior: Interior): Fork {
  const { upstream, fullName, files: base, marks, options, url } = interior;
  const { defaultBranch } = options.repository;
  const place = `/repos/${fullName}`;
  marks.forks.add(login);

  /** Commits on top of what a branch of the repository, or of the fork, points to. */
  const commit = async (on: string, files: Files, message: string) => {
    const parent = await base.commit(on);
    if (!parent) throw new Error(`there is no branch ${on}`);
    const sha = await commitFiles(
      async (...request) => upstream.ask(...request),
      place,
      {
        files,
        message,
        parents: [parent.sha],
        baseTree: parent.commit.tree.sha,
      },
    );
    return { sha, parent: parent.sha };
  };

  return {
    async openPullRequest(branch, files) {
      const title = `Change in ${branch}`;
      const { sha } = await commit(defaultBranch, files, title);
      const head = branchOfFork(login, branch);
      const ref = `refs/heads/${head}`;
      await upstream.ask("POST", `${place}/git/refs`, { ref, sha });
      const pull = { title, head, base: defaultBranch };
      const made = await askingAs(login, url)("POST", `${place}/pulls`, pull);
      return { number: withNumber.parse(made).number, head: sha };
    },
    async push(files, message, branch) {
      if (!marks.forks.has(login))
        throw new Error(`${login} has no fork any more`);
      const head = branchOfFork(login, branch);
      const { sha: to, parent: from } = await commit(head, files, message);
      const ref = `${place}/git/refs/heads/${head}`;
      await upstream.ask("PATCH", ref, { sha: to });
      await followBranch({ branch: head, from, to, by: login }, interior);
      return to;
    },
    delete: () => void marks.forks.delete(login),
  };
}
