import type { RunVerdict } from "../journal/verdict.ts";

/** What somebody asks for: one experiment in one environment. */
export interface Ask {
  /** The experiment's name: its file's name without ending, as in `database-pod-failure`. */
  experiment: string;
  environment: string;
  /** Why, in the requester's words; may be empty. */
  reason: string;
}

/** Whether an experiment can be called so: its file's name says it, so it has no folder in it. */
export function isExperimentName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,200}$/.test(text);
}

/** Whether an environment can be called so in a policy. */
export function isEnvironmentName(text: string): boolean {
  return /^[a-z0-9_-]{1,64}$/.test(text);
}

/** What an approval is bound to. Where one of these changes, approvals given before are void. */
export interface Pin {
  /** The experiment file in the repository. */
  path: string;
  /** `sha256:…` over the file's bytes. */
  digest: string;
  /** Where it would run: a yes for staging is none for production. */
  environment: string;
  /** The default branch's head at that time: the commit that would run. */
  commit: string;
  /** The app's comment that announced this pin: only comments after it can approve it. */
  announcedBy: number;
}

/**
 * The life of a request:
 *
 *     open ──► dispatching ──► running ──► finished
 *       └────► denied | cancelled | refused
 *
 * `refused`: it asks for what can never be (no such environment, skip_validation in production, …).
 */
export const PHASES = [
  "open",
  "dispatching",
  "running",
  "finished",
  "denied",
  "cancelled",
  "refused",
] as const;

export type Phase = (typeof PHASES)[number];

export function isOver(phase: Phase): boolean {
  return (
    phase === "finished" ||
    phase === "denied" ||
    phase === "cancelled" ||
    phase === "refused"
  );
}

/** The workflow run of a request, as it was found. */
export interface RequestRun {
  id: number;
  attempt: number;
  url: string;
  status: "queued" | "in_progress" | "completed";
  /** GitHub's word, for instance `success`, `failure`, `cancelled`; absent until completed. */
  conclusion?: string;
  /** Absent until completed. */
  endedAt?: Date;
}

/** How a finished run was judged. */
export interface RunJudgement {
  verdict: RunVerdict;
  /** One plain sentence that says why. */
  reason: string;
  /** Markdown from core/render: the journal's summary; absent where there was no journal. */
  summary?: string;
}
