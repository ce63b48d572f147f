import type { GitHubRepository } from "../../providers/github/repository.ts";
import type { Log } from "../log.ts";
import type { Services } from "../../facts/services.ts";
import type { Store } from "../store/store.ts";
import type { Key } from "./key.ts";
import type { LookMemory } from "./look-memory.ts";

/** Everything that one look may use. `github` is already bound to the key's repository and installation. */
export interface LookContext {
  github: GitHubRepository;
  store: Store;
  /** Have another thing looked at; resolves once that is durable. */
  queue: { send(key: Key): Promise<void> };
  clock: () => Date;
  /** An unguessable id, at most 40 characters of [A-Za-z0-9-]; `randomUUID` outside of tests. */
  randomId: () => string;
  /** One for the life of the process. */
  memory: LookMemory;
  /** One set for the life of the process. */
  services: Services;
  log: Log;
}

/** What a look comes to. */
export interface LookResult {
  /** When to look again although nobody says anything. */
  lookAgainAt?: Date;
}
