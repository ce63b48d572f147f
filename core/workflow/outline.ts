/** The parts of a workflow file that decide whether an experiment can be started by it, and whether it is gated. */
export interface WorkflowOutline {
  /** Absent where nobody can start it. */
  dispatch?: { inputs: DeclaredInput[] };
  /** What makes the titles of its runs. */
  runName?: string;
  jobs: Job[];
}

/** Keys and indexes from the root of the document. */
type Path = (string | number)[];

interface DeclaredInput {
  name: string;
  path: Path;
  required: boolean;
}

export interface Job {
  name: string;
  path: Path;
  /** Whether GitHub ends it by a time of its own. */
  hasTimeout: boolean;
  /** A job that calls a workflow has that as its only step, with the inputs named as an Action's are. */
  steps: Step[];
}

export interface Step {
  path: Path;
  uses: string;
  run: string;
  /** The names of what is handed to it. */
  with: string[];
  /** The key that lets the job go on although the step did not pass, or was not asked. */
  skippedBy?: "if" | "continue-on-error";
}

type Mapping = Record<string, unknown>;

/** Reads any document; what a workflow would not have there is as if it were absent. */
export function outlineOf(document: unknown): WorkflowOutline {
  const { on, jobs, "run-name": runName } = mapping(document);
  const dispatch = dispatchOf(on);
  return {
    ...(dispatch && { dispatch }),
    ...(typeof runName === "string" && { runName }),
    jobs: Object.entries(mapping(jobs)).map(([name, job]) => jobOf(name, job)),
  };
}

function dispatchOf(on: unknown): WorkflowOutline["dispatch"] {
  const event = "workflow_dispatch";
  if (on === event) return { inputs: [] };
  if (Array.isArray(on)) return on.includes(event) ? { inputs: [] } : undefined;
  const events = mapping(on);
  if (!Object.hasOwn(events, event)) return undefined;
  const { inputs } = mapping(events[event]);
  return {
    inputs: Object.entries(mapping(inputs)).map(([name, input]) => {
      const { required, default: usual } = mapping(input);
      return {
        name,
        path: ["on", event, "inputs", name],
        required: required === true && usual === undefined,
      };
    }),
  };
}

function jobOf(name: string, job: unknown): Job {
  const { steps, uses, with: given, "timeout-minutes": timeout } = mapping(job);
  const path = ["jobs", name];
  // It takes no limit and has no steps: the called workflow has them.
  if (typeof uses === "string") {
    const call = stepOf({ uses, with: given }, path);
    const names = call.with.map((input) => input.replaceAll("_", "-"));
    return { name, path, hasTimeout: true, steps: [{ ...call, with: names }] };
  }
  return {
    name,
    path,
    hasTimeout: timeout !== undefined,
    steps: (Array.isArray(steps) ? steps : []).map((step: unknown, index) =>
      stepOf(mapping(step), [...path, "steps", index]),
    ),
  };
}

function stepOf(step: Mapping, path: Path): Step {
  const { uses, run, if: condition, "continue-on-error": goesOn } = step;
  const skippedBy =
    condition === undefined
      ? goesOn !== undefined && goesOn !== false && "continue-on-error"
      : "if";
  return {
    path,
    uses: typeof uses === "string" ? uses : "",
    run: typeof run === "string" ? run : "",
    with: Object.keys(mapping(step["with"])),
    ...(skippedBy && { skippedBy }),
  };
}

function mapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : {};
}
