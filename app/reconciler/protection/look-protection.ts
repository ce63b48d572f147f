import {
  judgeProtection,
  type ProtectionAnswer,
} from "../../../core/protection/judge.ts";
import { linksOfRun } from "../../../core/render/links.ts";
import { renderProtection } from "../../../core/render/protection.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { ProtectionRecord, ProtectionRef } from "../../store/records.ts";
import { audit } from "../audit.ts";
import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { fileBypass } from "./bypass.ts";
import { observeProtection } from "./observe-protection.ts";
import { openRequestFor } from "./request-for-run.ts";

/** GitHub takes no more. */
const MOST_REPORTS = 10;
const MINUTE_MS = 60_000;
/** How soon to see whether a job that waits no more was let in, or its run has ended. */
const IN_SIGHT_MS = MINUTE_MS / 2;

type Spoken = Exclude<ProtectionAnswer, { answer: "ask" }>;

/** A run that asks, in this look. */
interface Asking {
  key: KeyOf<"protection">;
  ref: ProtectionRef;
  run: WorkflowRun;
  record: ProtectionRecord;
  context: LookContext;
}

/** Looks at a run that asks to be let into an environment: lets it in, refuses it, or has it wait for a request. */
export async function lookProtection(
  key: KeyOf<"protection">,
  context: LookContext,
): Promise<LookResult> {
  const { github, store, clock } = context;
  const run = await github.run(key.run);
  await settleOthers(key, run?.attempt, context);
  if (!run) return {};
  const { owner, repo, environment } = key;
  const { id, attempt } = run;
  const ref = { owner, repo, environment, run: id, attempt };
  const record = await store.openProtection(ref, clock());
  if (record.outcome) return {};
  const asking: Asking = { key, ref, run, record, context };
  const pending =
    run.status === "completed" ? [] : await github.pendingEnvironments(id);
  return pending.includes(environment)
    ? answerRun(asking)
    : seeWhatBecameOfIt(asking);
}

/** Attempts that are not the run's last any more wait for nothing, nor does a run that was deleted. */
async function settleOthers(
  key: KeyOf<"protection">,
  attempt: number | undefined,
  { store }: LookContext,
): Promise<void> {
  const { owner, repo } = key;
  for (const other of await store.unsettledProtections(key, key.run))
    if (other.attempt !== attempt)
      await store.settleProtection({ owner, repo, ...other }, "gone");
}

async function answerRun(asking: Asking): Promise<LookResult> {
  const { key, run, context } = asking;
  const judged = judgeProtection(await observeProtection(key, run, context));
  const answer: Spoken =
    judged.answer === "ask"
      ? {
          answer: "wait",
          reason: {
            code: "asked",
            issue: await openRequestFor(run, judged, key, context),
          },
        }
      : judged;
  if (answer.answer !== "wait") {
    await review(answer, asking);
    return {};
  }
  await report(answer, asking);
  // Everything else is heard of.
  const { code } = answer.reason;
  return code === "policy-unreachable" || code === "halted"
    ? { lookAgainAt: later(context, 5 * MINUTE_MS) }
    : {};
}

/** Says yes or no, once: what was going to be said is written down before, so that our own word is known again. */
async function review(
  answer: Exclude<Spoken, { answer: "wait" }>,
  { ref, run, context }: Asking,
): Promise<void> {
  const { github, store } = context;
  const { answer: state, reason } = answer;
  const { environment, attempt } = ref;
  await store.intendReview(ref, state);
  await audit(context, ref, {
    subject: `run:${run.id}`,
    kind: "protection",
    data: { environment, attempt, state, reason },
  });
  const outcome = await github.reviewDeployment(run.id, {
    environment,
    state,
    comment: renderProtection(answer, linksOfRun(run.url)),
  });
  await store.settleProtection(ref, outcome === "gone" ? "gone" : state);
}

/** Tells whoever looks at the run what it waits for, where that is something else than before. */
async function report(
  answer: Extract<Spoken, { answer: "wait" }>,
  { ref, run, record, context }: Asking,
): Promise<void> {
  const { code } = answer.reason;
  if (record.report === code || record.reports >= MOST_REPORTS) return;
  await context.github.reportOnDeployment(run.id, {
    environment: ref.environment,
    comment: renderProtection(answer, linksOfRun(run.url)),
  });
  await context.store.recordReport(ref, code);
}

/** It waits no more: by our own word, because its run ended, or because somebody let it in past us. */
async function seeWhatBecameOfIt({
  key,
  ref,
  run,
  record,
  context,
}: Asking): Promise<LookResult> {
  const { github, store, queue } = context;
  if (record.intent === "approved") {
    await store.settleProtection(ref, "approved");
    return {};
  }
  const entered = await github.hasEntered(run, ref.environment);
  if (!entered && run.status !== "completed")
    return { lookAgainAt: later(context, IN_SIGHT_MS) };
  if (entered) await fileBypass(ref, run, context);
  const refused = record.intent ?? "gone";
  await store.settleProtection(ref, entered ? "bypassed" : refused);
  const issue = await store.requestFromRun(key, ref);
  if (issue !== undefined) {
    const { installation, owner, repo } = key;
    await queue.send({ kind: "issue", installation, owner, repo, issue });
  }
  return {};
}

function later({ clock }: LookContext, milliseconds: number): Date {
  return new Date(clock().getTime() + milliseconds);
}
