/** Where a repository keeps its policy; only what stands there on the default branch counts. */
export const POLICY_PATH = ".github/chaos-governor.yml";

/** The repository of an owner in which, at the same path, stands what holds for all of the owner's repositories. */
export const ORGANISATION_REPOSITORY = ".github";
