import { parseArgs } from "node:util";
import { HALT_LABEL } from "../../core/gate/halt/halt-issue.ts";
import { renderResuming } from "../../core/render/halt.ts";
import { atGitHub } from "./at-github.ts";

const USAGE = `usage: chaos-governor resume ["<reason>"] --repository <owner/name>

Lets the chaos experiments of a repository go on: closes the issues labelled ${HALT_LABEL}, with a comment. That takes a
role of the policy, or the permission to maintain the repository; closed by anybody else, the app opens them again.

GH_TOKEN or GITHUB_TOKEN is a token that may write issues there; GITHUB_API_URL is the API on a GitHub Enterprise Server.

Exit 0: nothing halts any more. 2: that can't be told.
`;

/** `resume`: closes what halts. */
export const resume = atGitHub(
  USAGE,
  readOptions,
  async (github, { reason }, io) => {
    const halts = await github.issues({ labels: [HALT_LABEL], state: "open" });
    if (halts.length === 0) io.stdout("Nobody has halted experiments.\n");
    for (const { number, url } of halts) {
      // oxlint-disable-next-line no-await-in-loop -- there is one, but for what people opened by hand
      await github.createComment(number, renderResuming(reason));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await github.closeIssue(number, "completed");
      io.stdout(`closed ${url}\n`);
    }
    return 0;
  },
);

/** A sentence where they are not right. */
function readOptions(
  args: string[],
): { repository: string; reason: string } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        repository: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { help, repository } = values;
    if (help) return "help";
    if (repository === undefined) return "missing: --repository";
    return { repository, reason: positionals.join(" ").trim() };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
}
