import { stopSentence } from "../../../core/render/stop.ts";
import type { Effect } from "../../../core/request/effect.ts";
import { audit } from "../audit.ts";
import type { Applied, Target } from "./apply.ts";

/** Has the run stopped, so that its rollbacks play. Why it is written down before GitHub is asked. */
export async function applyCancel(
  { run, because: reason }: Extract<Effect, { kind: "cancel-run" }>,
  { issue, context }: Target,
): Promise<Applied> {
  const { github, store, clock } = context;
  if (!reason) {
    await github.cancelRun(run.id);
    return "unchanged";
  }
  const because = stopSentence(reason);
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "cancel",
    data: { run, because, reason },
  });
  await store.recordStop(issue, { because, at: clock() });
  await github.cancelRun(run.id);
  return "changed";
}
