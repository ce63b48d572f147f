import type { GitHubRepository } from "../providers/github/repository.ts";
import type { CommitMemory } from "./commit-memory.ts";
import type { RunHistory } from "./run-history.ts";
import type { Services } from "./services.ts";

/** Everything that may be asked for facts. `github` is one repository. */
export interface FactsContext {
  github: GitHubRepository;
  history: RunHistory;
  clock: () => Date;
  /** One for the life of the process. */
  memory: CommitMemory;
  /** One set for the life of the process. */
  services: Services;
}
