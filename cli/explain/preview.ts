import { previewOf } from "../../core/gate/preview.ts";
import { renderPreview } from "../../core/render/preview.ts";
import { renderPreviewSvg } from "../../core/render/preview-svg.ts";
import { LIVE_USAGE } from "./live-usage.ts";
import { readAsked } from "./ask.ts";
import type { CliIo, ExitCode } from "../io.ts";

const USAGE = `usage: chaos-governor preview --policy <file> --experiment <file> --environment <name>
                              [--organisation <file>] [--at <time>] [--facts <file>] [--format text|json|svg]
       chaos-governor preview --repository <owner/name> --experiment <name> --environment <name>
                              [--policy <file>] [--at <time>] [--save-facts <file>] [--format text|json|svg]

Shows the hours of a week in which the gates that follow the clock are open (windows, recent_incidents,
concurrency, and on_call by who is on call then), and the next moment at which all of them are.

  --policy         the policy, as in .github/chaos-governor.yml
  --organisation   what the policy inherits: .github/chaos-governor.yml of the owner's repository .github
  --experiment     the experiment file
  --environment    the environment's name in the policy
  --at             where the week begins, with a zone: 2026-11-24T12:00:00Z; now where absent
  --facts          what is known of the world (YAML or JSON); gates whose facts it lacks are left out
  --format         text, json or svg

${LIVE_USAGE}
Exit 0: it opens, or is open. 1: it can't be told when it opens. 2: a file or an option can't be used.
`;

/** `preview`: when the clock lets an experiment run, in the week to come. */
export async function preview(args: string[], io: CliIo): Promise<ExitCode> {
  const asked = await readAsked(args, io, {
    formats: ["text", "json", "svg"],
    usage: USAGE,
  });
  if ("exit" in asked) return asked.exit;
  const { format, at, question } = asked;

  const shown = previewOf(question, at);
  const formats = {
    text: renderPreview,
    svg: renderPreviewSvg,
    json: () => `${JSON.stringify(shown, null, 2)}\n`,
  };
  io.stdout(formats[format](shown, question));
  return shown.opensAt ? 0 : 1;
}
