import { Octokit } from "@octokit/core";
import { quote } from "../core/text/quote.ts";
import { createGitHubRepository } from "../providers/github/github-repository.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import { timedFetch } from "../providers/timed-fetch.ts";
import type { CliIo } from "./io.ts";

const GITHUB = "https://api.github.com";
/** How long one answer may take. */
const PATIENCE_MS = 60_000;

/** A repository on GitHub as the person at the terminal may see it, or a sentence that says why it can't be asked. */
export type Connection =
  { ok: true; github: GitHubRepository } | { ok: false; problem: string };

/**
 * Reads who asks, and where, from the environment: GH_TOKEN or GITHUB_TOKEN, as the `gh` command has them, and
 * GITHUB_API_URL on a GitHub Enterprise Server. Nothing is asked yet.
 *
 * @param repository `owner/name`
 */
export function connect(
  repository: string,
  { env, fetch }: Pick<CliIo, "env" | "fetch">,
): Connection {
  const { owner, name } =
    /^(?<owner>[\w.-]+)\/(?<name>[\w.-]+)$/.exec(repository)?.groups ?? {};
  if (owner === undefined || name === undefined)
    return no(
      `--repository is written owner/name, as in acme/shop; ${quote(repository)} is not`,
    );
  const token = env["GH_TOKEN"]?.trim() || env["GITHUB_TOKEN"]?.trim();
  if (!token)
    return no(
      "set GH_TOKEN or GITHUB_TOKEN to a token that may read the repository, for instance with GH_TOKEN=$(gh auth token)",
    );
  const address = env["GITHUB_API_URL"]?.trim() || GITHUB;
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    return no(
      "GITHUB_API_URL is the API's address, like https://ghe.example.com/api/v3",
    );
  const octokit = new Octokit({
    auth: token,
    baseUrl: address.replace(/\/+$/, ""),
    userAgent: "chaos-governor",
    request: { fetch: timedFetch(PATIENCE_MS, fetch) },
  });
  // It is no App that asks: what an App wrote is told by the App's name where that matters.
  const github = createGitHubRepository(octokit, {
    owner,
    name,
    appId: 0,
    organisationRequired: env["ORGANISATION_POLICY"] === "required",
    fetch,
  });
  return { ok: true, github };
}

function no(problem: string): Connection {
  return { ok: false, problem };
}
