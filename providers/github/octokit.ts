/** What this provider needs of an Octokit client: Probot's, `@octokit/rest`'s and `@actions/github`'s all have it. */
export interface Octokit {
  request(
    route: string,
    parameters?: Record<string, unknown>,
  ): Promise<{
    status: number;
    headers: Record<string, unknown>;
    data: unknown;
  }>;
}
