/** Where a repository keeps its policy; only what stands there on the default branch counts. */
export const POLICY_PATH = ".github/chaos-governor.yml";
