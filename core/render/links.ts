import { ORGANISATION_REPOSITORY } from "../policy/path.ts";

/** Where things of the repository are found on the web. */
export interface Links {
  /** The repository's own page, for instance `https://github.com/odavl/studio-hub`. */
  repository: string;
}

/** The links of the repository that an issue or pull request is in. */
export function linksOfIssue(issueUrl: string): Links {
  return { repository: issueUrl.replace(/\/(?:issues|pull)\/\d+.*$/s, "") };
}

/** The same, of a workflow run's page. */
export function linksOfRun(runUrl: string): Links {
  return { repository: runUrl.replace(/\/actions\/runs\/.*$/s, "") };
}

/** The same of the owner's repository `.github`. */
export function linksOfOrganisation({ repository }: Links): Links {
  const owner = repository.slice(0, repository.lastIndexOf("/"));
  return { repository: `${owner}/${ORGANISATION_REPOSITORY}` };
}

export function commitPage({ repository }: Links, commit: string): string {
  return `${repository}/commit/${encodeURIComponent(commit)}`;
}

/** A file as it stands at a commit. */
export function filePage(
  { repository }: Links,
  commit: string,
  path: string,
  line?: number,
): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const anchor = line === undefined ? "" : `#L${String(line)}`;
  return `${repository}/blob/${encodeURIComponent(commit)}/${encoded}${anchor}`;
}
