import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { connect } from "../github.ts";
import type { CliIo, Command, ExitCode } from "../io.ts";

/**
 * A command that does something at a repository on GitHub; where that can't be asked, it says why.
 *
 * @param readOptions answers a sentence where they are not right, and `help` where help is asked for
 */
export function atGitHub<Options extends { repository: string }>(
  usage: string,
  readOptions: (args: string[]) => Options | string,
  task: (
    github: GitHubRepository,
    options: Options,
    io: CliIo,
  ) => Promise<ExitCode>,
): Command {
  return async (args, io) => {
    const options = readOptions(args);
    if (options === "help") {
      io.stdout(usage);
      return 0;
    }
    if (typeof options === "string") {
      io.stderr(`${options}\n\n${usage}`);
      return 2;
    }
    const connection = connect(options.repository, io);
    if (!connection.ok) {
      io.stderr(`${connection.problem}\n`);
      return 2;
    }
    try {
      return await task(connection.github, options, io);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      io.stderr(`${error.message}\n`);
      return 2;
    }
  };
}
