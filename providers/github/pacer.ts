import type { Octokit } from "./octokit.ts";
import { Pace, type Haste } from "./pace.ts";

/** What starts, with the tag that it starts on, what stops, and what lets in. */
const URGENT = [
  "POST /repos/{owner}/{repo}/git/refs",
  "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
];
/** What people are notified of. */
const NOTICES = [
  "POST /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
];

/** The pace of each installation. */
export class Pacer {
  readonly #paces = new Map<number, Pace>();

  /** The same client, which writes no faster than GitHub allows an installation. */
  paced(octokit: Octokit, installation: number): Octokit {
    const pace = this.#paces.get(installation) ?? new Pace();
    this.#paces.set(installation, pace);
    return {
      request: async (route, parameters) => {
        if (!route.startsWith("GET ")) await pace.turn(hasteOf(route));
        return octokit.request(route, parameters);
      },
    };
  }
}

function hasteOf(route: string): Haste {
  if (URGENT.includes(route)) return "urgent";
  return NOTICES.includes(route) ? "notice" : "other";
}
