import { parseArgs } from "node:util";
import {
  HALT_LABEL,
  haltOf,
  haltTitle,
} from "../../core/gate/halt/halt-issue.ts";
import { haltLine, renderHaltByHand } from "../../core/render/halt.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { atGitHub } from "./at-github.ts";
import type { CliIo, ExitCode } from "../io.ts";

const USAGE = `usage: chaos-governor halt "<reason>" --repository <owner/name>
       chaos-governor halt --status --repository <owner/name>

Stops every chaos experiment of a repository: opens an issue labelled ${HALT_LABEL}, as anybody can by hand. While it is
open nothing starts, and the app cancels what runs, so that it rolls back. chaos-governor resume ends it.

  --status   says whether experiments are halted, by whom and why; halts nothing

GH_TOKEN or GITHUB_TOKEN is a token that may write issues there; GITHUB_API_URL is the API on a GitHub Enterprise Server.

Exit 0: they are halted. 1: they are not. 2: that can't be told.
`;

/** `halt`: opens the issue that is the switch, or says how it stands. */
export const halt = atGitHub(
  USAGE,
  readOptions,
  async (github, { reason }, io) => {
    const standing = await github.issues({
      labels: [HALT_LABEL],
      state: "open",
    });
    for (const issue of standing) io.stdout(`${haltLine(haltOf(issue))}\n`);
    if (standing.length > 0) return 0;
    if (reason === undefined) {
      io.stdout("Nobody has halted experiments.\n");
      return 1;
    }
    return open(github, reason, io);
  },
);

async function open(
  github: GitHubRepository,
  reason: string,
  io: CliIo,
): Promise<ExitCode> {
  const issue = await github.createIssue({
    title: haltTitle(reason),
    body: renderHaltByHand(reason),
    labels: [HALT_LABEL],
  });
  // GitHub drops labels in silence where somebody may not set them.
  if (!issue.labels.includes(HALT_LABEL)) {
    io.stderr(
      `${issue.url} was opened, but halts nothing: you may not set its label ${HALT_LABEL}; have somebody set it who may\n`,
    );
    return 1;
  }
  io.stdout(`${haltLine(haltOf(issue))}\n`);
  return 0;
}

/** A sentence where they are not right. */
function readOptions(
  args: string[],
): { repository: string; reason?: string } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        repository: { type: "string" },
        status: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { help, repository, status } = values;
    const reason = positionals.join(" ").trim();
    if (help) return "help";
    if (repository === undefined) return "missing: --repository";
    if (status)
      return reason === "" ? { repository } : "--status takes no reason";
    return reason === "" ? "say why, in quotes" : { repository, reason };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
}
