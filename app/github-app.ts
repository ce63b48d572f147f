import type { Logger } from "pino";
import { Probot, ProbotOctokit } from "probot";
import { timedFetch } from "../providers/timed-fetch.ts";
import type { Settings } from "./settings.ts";

/** How long one request to GitHub may take. */
const LIMIT_MS = 30_000;

/** What is not asked again at once: all that GitHub refuses, its rate limits among them. */
const REFUSALS = [400, 401, 403, 404, 410, 422, 429, 451];

/**
 * The App at GitHub, and its tokens. Webhooks come in by our own door, see docs/adr/0013.
 *
 * Probot's clients would wait for a rate limit in the middle of a look, for up to an hour each, and a few such looks
 * would keep every other installation from being looked at. Ours fail at once; the look is put off. They would also space
 * all writes by a second or more, the first ones already; that is done by providers/github/pacer.ts, where it is needed.
 */
export async function createGitHubApp(
  settings: Pick<
    Settings,
    "appId" | "privateKey" | "webhookSecret" | "githubApiUrl" | "logLevel"
  >,
  log: Logger,
): Promise<Probot> {
  // Probot tells of every request; while all is well that is noise.
  const quiet = log.child(
    {},
    { level: settings.logLevel === "info" ? "warn" : settings.logLevel },
  );
  return new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecret,
    log: quiet,
    request: { fetch: timedFetch(LIMIT_MS) },
    baseUrl: settings.githubApiUrl,
    Octokit: ProbotOctokit.defaults((given: object) => ({
      ...given,
      throttle: { enabled: false },
      retry: { doNotRetry: REFUSALS },
    })),
  }).ready();
}
