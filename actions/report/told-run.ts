import { readTime } from "../../core/journal/times.ts";
import type { ToldRun } from "../../core/render/failure.ts";
import { renderJournal } from "../../core/render/journal.ts";
import type { Runner } from "../gate/runner.ts";
import type { Report } from "./report.ts";

/** Leaves room in an issue for what stands around it. */
const SUMMARY_LIMIT = 30_000;

/** What ran where, as the job says it. */
export interface Asked {
  experiment: string;
  environment: string;
}

/**
 * The run as an issue tells of it. One that left no journal is told of as failed: the report comes after `chaos run`.
 *
 * @param digest the experiment's, as it lies in the checkout
 */
export function toldRun(
  { experiment, environment }: Asked,
  { verdict, reason, judged }: Report,
  { runId, attempt, commit, page }: Runner,
  digest: string,
  now: Date,
): ToldRun {
  return {
    experiment,
    environment,
    digest,
    commit,
    verdict: verdict === "unknown" ? "failed" : verdict,
    reason,
    ...(judged && {
      summary: renderJournal(judged.journal, judged.judgement, {
        limit: SUMMARY_LIMIT,
      }),
    }),
    startedAt: readTime(judged?.journal.start) ?? now,
    endedAt: readTime(judged?.journal.end) ?? now,
    run: runId,
    attempt,
    url: `${page}/actions/runs/${String(runId)}`,
  };
}
