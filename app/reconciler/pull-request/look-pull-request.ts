import { judgePullRequest } from "../../../core/pull-request/judge.ts";
import { yardstickOf } from "../../../core/pull-request/yardstick.ts";
import { renderPullRequest } from "../../../core/render/pull-request.ts";
import { simulationSection } from "../../../core/render/pull-request/simulation-table.ts";
import { checkCalendar } from "../../../core/time/calendar/check.ts";
import { audit } from "../audit.ts";
import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import type { AuditEvent } from "../../store/records.ts";
import { observePullRequest } from "./observe-pull-request.ts";
import { headName } from "./pull-request-check.ts";
import { failingElsewhere } from "./shared-head.ts";
import { simulatePolicy } from "./simulate-policy.ts";
import { writeCheck } from "./write-check.ts";

/** Looks at a pull request, and lets its head have the check that says what it does to experiments. */
export async function lookPullRequest(
  key: KeyOf<"pull-request">,
  context: LookContext,
): Promise<LookResult> {
  const { github, memory, store, clock } = context;
  const pull = await github.pullRequest(key.pullRequest);
  const history = await store.auditOf(key, `pull-request:${key.pullRequest}`);
  await endUnfinished(key, pull?.head, history, context);
  if (!pull?.open) return {};
  const facts = await observePullRequest(key, pull, context);
  const judgement = judgePullRequest(facts, (text) =>
    checkCalendar(text, clock()),
  );
  const { conclusion, policy } = judgement;
  // A repository without a policy is not governed: there nobody waits for a check.
  if (conclusion !== "skipped" || policy !== "missing") {
    const failing =
      conclusion === "failure"
        ? []
        : await failingElsewhere(key, pull, context);
    const simulation = await simulatePolicy(key, pull, facts, context);
    const check = {
      conclusion: failing.length > 0 ? ("failure" as const) : conclusion,
      output: renderPullRequest(
        judgement,
        failing,
        simulation && simulationSection(simulation),
      ),
      after: askedAfter(pull.head, history),
    };
    await writeCheck(key, pull, check, context);
  }
  memory.checkedHeads.keep(headName(github, pull.number, pull.head), {
    ...yardstickOf(facts.policy),
    touches: facts.files.length > 0,
  });
  return {};
}

/** Has checks ended that were begun at an earlier head, and never finished: the process died, and a push came. */
async function endUnfinished(
  key: KeyOf<"pull-request">,
  head: string | undefined,
  history: readonly AuditEvent[],
  context: LookContext,
): Promise<void> {
  const { installation, owner, repo, pullRequest } = key;
  const subject = `pull-request:${pullRequest}`;
  const unfinished = new Set<unknown>();
  for (const { kind, data } of history) {
    if (kind === "check-begun") unfinished.add(data["head"]);
    else if (kind !== "check-asked") unfinished.delete(data["head"]);
  }
  for (const commit of unfinished) {
    if (typeof commit !== "string" || commit === head) continue;
    const checks = { kind: "checks", installation, owner, repo } as const;
    await context.queue.send({ ...checks, commit });
    const data = { head: commit };
    await audit(context, key, { subject, kind: "check-superseded", data });
  }
}

/** The check of the head after which somebody wants to see a new one; none where nobody pressed "Re-run". */
function askedAfter(
  head: string,
  history: readonly AuditEvent[],
): number | undefined {
  const asked = history.findLast(
    ({ kind, data }) => kind === "check-asked" && data["head"] === head,
  );
  const after = asked?.data["after"];
  return typeof after === "number" ? after : undefined;
}
