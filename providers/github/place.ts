import type { Octokit } from "./octokit.ts";

/** One repository, and the client that speaks to it. */
export interface Place {
  octokit: Octokit;
  owner: string;
  name: string;
  /** The id of our own App. */
  appId: number;
}

/** The two parameters that every route of a repository has. */
export function at({ owner, name }: Place): { owner: string; repo: string } {
  return { owner, repo: name };
}
