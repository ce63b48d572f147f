import type { LookContext, LookResult } from "./context.ts";
import type { Key } from "./key.ts";
import { lookChecks } from "./pull-request/look-checks.ts";
import { lookFailure } from "./failure/look-failure.ts";
import { lookHalt } from "./halt/look-halt.ts";
import { lookIssue } from "./request/look-issue.ts";
import { lookProtection } from "./protection/look-protection.ts";
import { lookPullRequest } from "./pull-request/look-pull-request.ts";
import { lookRepository } from "./look-repository.ts";
import { lookRun } from "./run/look-run.ts";

/**
 * Looks at one thing: observes the whole truth anew, decides, and does what is missing. Looking twice does nothing
 * twice.
 *
 * @throws where GitHub or the database can't be reached; the look is then to be tried again later
 */
export async function look(
  key: Key,
  context: LookContext,
): Promise<LookResult> {
  switch (key.kind) {
    case "issue":
      return lookIssue(key, context);
    case "run":
      return lookRun(key, context);
    case "pull-request":
      return lookPullRequest(key, context);
    case "checks":
      return lookChecks(key, context);
    case "halt":
      return lookHalt(key, context);
    case "protection":
      return lookProtection(key, context);
    case "failure":
      return lookFailure(key, context);
    case "repository":
      return lookRepository(key, context);
  }
}
