import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { connect } from "../github.ts";
import type { CliIo, ExitCode } from "../io.ts";

/** Does something at a repository on GitHub; where that can't be asked, says why. */
export async function atGitHub(
  repository: string,
  io: CliIo,
  task: (github: GitHubRepository) => Promise<ExitCode>,
): Promise<ExitCode> {
  const connection = connect(repository, io);
  if (!connection.ok) {
    io.stderr(`${connection.problem}\n`);
    return 2;
  }
  try {
    return await task(connection.github);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    io.stderr(`${error.message}\n`);
    return 2;
  }
}
