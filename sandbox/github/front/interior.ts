import type { RunStore } from "../actions/runs.ts";
import type { Workflows } from "../actions/workflows.ts";
import type { Contract } from "../contract/contract.ts";
import type { RepositoryFiles } from "../emulate/repository-files.ts";
import type { Upstream } from "../emulate/upstream.ts";
import type { GitHubOptions, Permission } from "../options.ts";
import type { Account } from "./account.ts";
import type { Failures } from "./failures.ts";
import type { Identities } from "./identities.ts";
import type { JsonObject } from "./json.ts";
import type { Marks } from "./marks.ts";
import type { WebhookSender } from "./webhooks.ts";

/** What the parts of the front share. */
export interface Interior {
  options: GitHubOptions;
  /** The front's own address, of the API and of the pages. */
  url: string;
  /** `owner/name` of the repository. */
  fullName: string;
  upstream: Upstream;
  files: RepositoryFiles;
  contract: Contract;
  failures: Failures;
  identities: Identities;
  webhooks: WebhookSender;
  workflows: Workflows;
  runs: RunStore;
  marks: Marks;
  /** By login. */
  accounts: Map<string, Account>;
  /** By login; who is not in it has none. */
  permissions: Map<string, Permission>;
  /** As GitHub shows them next to other things, corrected. */
  cards: Record<
    "repository" | "organisation" | "app" | "actions" | "installation",
    JsonObject
  >;
}
