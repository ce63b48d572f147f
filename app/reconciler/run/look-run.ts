import { isFailure } from "../../../core/journal/verdict.ts";
import { ruleFor } from "../../../core/policy/rule.ts";
import type { Policy } from "../../../core/policy/schema.ts";
import type { RunRecord } from "../../store/records.ts";
import { identifyRun, type ChaosRun } from "./chaos-run.ts";
import type { LookContext, LookResult } from "../context.ts";
import { tellOfHeldRun } from "./held-run.ts";
import type { KeyOf } from "../key.ts";
import { readExperiment } from "../../../facts/observe-experiment.ts";
import { sendUnsettled } from "../protection/waiting-runs.ts";
import { fetchJournal } from "../../../facts/run-journal.ts";
import { judgeRecovery } from "../../../facts/run-recovery.ts";
import { judgeRun, judgeWithoutJournal } from "../../../facts/run-judgement.ts";
import { attemptName } from "../../../facts/workflow-run.ts";

const MINUTE_MS = 60_000;
/** An artifact may become visible a little after its run has ended. */
const UPLOAD_GRACE_MS = 2 * MINUTE_MS;
const POLICY_RETRY_MS = 10 * MINUTE_MS;
/** Stands for the digest of an experiment that is not there: it is nobody's. */
const NO_DIGEST = "none";

/** Judges a finished run of an experiment, whoever started it, and has looked at what that changes. */
export async function lookRun(
  key: KeyOf<"run">,
  context: LookContext,
): Promise<LookResult> {
  const { github, store, clock, memory } = context;
  const run = await github.run(key.run);
  if (!run) return {};
  if (run.status !== "completed") await stopWhereHalted(key, context);
  // It may wait for an environment no more.
  await sendUnsettled(key, run.id, context);
  const chaosRun = await identifyRun(key, run, context);
  if (!chaosRun) return {};
  if (chaosRun === "later") {
    return { lookAgainAt: new Date(clock().getTime() + POLICY_RETRY_MS) };
  }
  if (run.status !== "completed") {
    await sendRequest(key, chaosRun.request, context);
    return {};
  }
  const record =
    (await store.recordedRun(key, run.id, run.attempt)) ??
    (await judgeOnce(key, chaosRun, context));
  if (record && "lookAgainAt" in record) return record;
  if (record) {
    await tellOthers(key, record, chaosRun.policy, context);
    return {};
  }
  const due = uploadedBy(chaosRun);
  if (clock() <= due) return { lookAgainAt: new Date(due.getTime() + 1_000) };
  memory.runsWithoutJournal.keep(attemptName(github, run), true);
  await sendWaiting(key, context);
  return {};
}

/** What starts while everything is halted, whoever started it, is stopped. */
async function stopWhereHalted(
  { installation, owner, repo }: KeyOf<"run">,
  { store, queue }: LookContext,
): Promise<void> {
  const halts = await store.standingHalts({ owner, repo });
  if (halts.length > 0)
    await queue.send({ kind: "halt", installation, owner, repo });
}

/**
 * Undefined where the run left no journal. One that we did not start was stopped before it did anything, as by the
 * gate step; one that we did start counts as failed once the journal is overdue. A run that held is not judged until
 * what the policy wants to hold after it is known.
 */
async function judgeOnce(
  key: KeyOf<"run">,
  chaosRun: ChaosRun,
  context: LookContext,
): Promise<RunRecord | { lookAgainAt: Date } | undefined> {
  const { github, store, clock, memory } = context;
  const { run, of, policy, request } = chaosRun;
  const journal = await fetchJournal(github, run, of.experiment, policy);
  const experiment = await readExperiment(
    github,
    run.commit,
    policy,
    of.experiment,
    memory,
  );
  const isOverdue = clock() > uploadedBy(chaosRun);
  const ofJournal =
    judgeRun(run, journal, experiment) ??
    (request !== undefined && isOverdue ? judgeWithoutJournal(run) : undefined);
  if (!ofJournal) return undefined;
  const found = ruleFor(policy, of.environment);
  const criteria = found.ok ? found.rule.recovery : [];
  const recovered = await judgeRecovery(
    ofJournal,
    criteria,
    run.updatedAt,
    context,
  );
  if ("lookAgainAt" in recovered) return recovered;
  const { judgement } = recovered;
  const record: RunRecord = {
    run: run.id,
    attempt: run.attempt,
    experiment: of.experiment,
    environment: of.environment,
    workflow: run.path.slice(run.path.lastIndexOf("/") + 1),
    digest: experiment.ok ? experiment.digest : NO_DIGEST,
    commit: run.commit,
    ...judgement,
    failed: isFailure(judgement.verdict),
    startedAt: run.startedAt,
    // GitHub's clock: the journal's is the runner's.
    endedAt: run.updatedAt,
    url: run.url,
    ...(request === undefined ? {} : { request }),
  };
  await store.recordRun(key, record, clock());
  return record;
}

function uploadedBy({ run }: ChaosRun): Date {
  return new Date(run.updatedAt.getTime() + UPLOAD_GRACE_MS);
}

async function tellOthers(
  key: KeyOf<"run">,
  record: RunRecord,
  policy: Policy,
  context: LookContext,
): Promise<void> {
  const { installation, owner, repo } = key;
  const { experiment, environment } = record;
  await sendRequest(key, record.request, context);
  await sendWaiting(key, context);
  if (record.failed) {
    await context.queue.send({
      kind: "failure",
      installation,
      owner,
      repo,
      experiment,
      environment,
    });
  }
  if (record.verdict === "held") {
    await tellOfHeldRun(key, record, policy, context);
  }
}

/** What a run proved, or its mere end, may be what an open request waits for. */
async function sendWaiting(
  key: KeyOf<"run">,
  context: LookContext,
): Promise<void> {
  for (const issue of await context.store.openRequests(key)) {
    await sendRequest(key, issue, context);
  }
}

async function sendRequest(
  { installation, owner, repo }: KeyOf<"run">,
  issue: number | undefined,
  { queue }: LookContext,
): Promise<void> {
  if (issue === undefined) return;
  await queue.send({ kind: "issue", installation, owner, repo, issue });
}
