import type { FailureRef, IssueRef, RepositoryRef } from "./records.ts";

/* The columns that name a thing, as they are kept: owner and repository in lower case. */

export function ofRepository(ref: RepositoryRef) {
  return { owner: ref.owner.toLowerCase(), repo: ref.repo.toLowerCase() };
}

export function ofIssue(ref: IssueRef) {
  return { ...ofRepository(ref), issue: ref.issue };
}

export function ofFailure(ref: FailureRef) {
  return {
    ...ofRepository(ref),
    experiment: ref.experiment,
    environment: ref.environment,
  };
}
