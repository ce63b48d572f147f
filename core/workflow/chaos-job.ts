import type { Job, Step, WorkflowOutline } from "./outline.ts";

/** A job that runs experiments, and its step that asks the policy, if it has one. */
export interface ChaosJob {
  job: Job;
  gate?: Step;
}

/** The jobs that run an experiment or pass the gate. */
export function chaosJobs({ jobs }: WorkflowOutline): ChaosJob[] {
  return jobs.flatMap((job) => {
    const gate = job.steps.find(isGate);
    if (gate) return [{ job, gate }];
    return job.steps.some(runsExperiment) ? [{ job }] : [];
  });
}

function runsExperiment({ run }: Step): boolean {
  const script = run.replaceAll("\\\n", " ");
  return /\bchaos(?:\s+-[^\s]+)*\s+run\b/.test(script);
}

/**
 * The gate is the Action at the root of its repository, or a workflow there that begins with it. The repository may be
 * this one or have another name where it was copied: then the gate is known by what it is given.
 */
function isGate({ uses, with: given }: Step): boolean {
  return (
    uses === "./" ||
    /^[\w.-]+\/chaos-governor(?:\/\.github\/workflows\/[\w.-]+)?@/.test(uses) ||
    (uses !== "" && given.includes("correlation") && given.includes("digest"))
  );
}
