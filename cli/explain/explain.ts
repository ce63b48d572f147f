import { decide, type Decision } from "../../core/gate/decide.ts";
import { blocking, overriding } from "../../core/gate/override.ts";
import { type Observed, renderExplanation } from "../../core/render/explain.ts";
import { describeVerdict } from "../../core/render/verdict.ts";
import { LIVE_USAGE } from "./live-usage.ts";
import { readAsked } from "./ask.ts";
import type { CliIo, ExitCode } from "../io.ts";

const USAGE = `usage: chaos-governor explain --policy <file> --experiment <file> --environment <name>
                              [--organisation <file>] [--at <time>] [--facts <file>] [--format text|json]
       chaos-governor explain --repository <owner/name> --experiment <name> --environment <name>
                              [--request <number>] [--policy <file>] [--at <time>] [--save-facts <file>]

Says whether the policy allows the experiment in the environment, gate by gate, and what would mend it:
from files alone, or from what GitHub and the services say now.

  --policy         the policy, as in .github/chaos-governor.yml
  --organisation   what the policy inherits: .github/chaos-governor.yml of the owner's repository .github
  --experiment     the experiment file
  --environment    the environment's name in the policy
  --at             when it would start, with a zone: 2026-11-24T12:00:00Z; now where absent
  --facts          what is known of the world (YAML or JSON); what it leaves out is not known,
                   and nothing else is looked up
  --format         text or json

${LIVE_USAGE}
Exit 0: it may run. 1: a gate fails or waits. 2: that can't be told, because only unknown facts
stand in the way, or because a file or an option can't be used.
`;

/** `explain`: decides on files, or on what is observed now, with the same core as the app. */
export async function explain(args: string[], io: CliIo): Promise<ExitCode> {
  const asked = await readAsked(args, io, {
    formats: ["text", "json"],
    usage: USAGE,
  });
  if ("exit" in asked) return asked.exit;
  const { at, question, format } = asked;

  const { rule, policy, facts, ...of } = question;
  const decision = decide(rule, policy, facts, at);
  io.stdout(
    format === "json"
      ? json(decision, of.observed)
      : renderExplanation({ ...of, at, decision }),
  );
  return exitCode(decision);
}

function json(decided: Decision, observed: Observed | undefined): string {
  const { decision, verdicts, overrides, ...when } = decided;
  const answer = {
    decision,
    verdicts: verdicts.map((verdict) => ({
      gate: verdict.gate,
      status: verdict.status,
      code: verdict.code,
      summary: describeVerdict(verdict).summary,
      overridden: overriding(verdict, decided) && true,
      opensAt: verdict.opensAt,
      evidence: verdict.evidence,
    })),
    overrides,
    ...when,
    observed,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** Unknown facts alone leave the question open; a gate that fails or waits answers it. */
function exitCode(decided: Decision): ExitCode {
  if (decided.decision === "allow") return 0;
  const answered = blocking(decided).some(
    ({ status }) => status === "fail" || status === "wait",
  );
  return answered ? 1 : 2;
}
