import * as z from "zod";

/** A remark on a line, as it is sent to GitHub. */
const annotation = z.object({
  path: z.string(),
  start_line: z.number(),
  end_line: z.number(),
  start_column: z.number().optional(),
  end_column: z.number().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  title: z.string().optional(),
  message: z.string(),
});

const output = z.object({
  title: z.string().optional(),
  summary: z.string().max(65_535).optional(),
  text: z.string().max(65_535).optional(),
  annotations: z.array(annotation).max(50).default([]),
});

/** What a request may say of a check run. */
export const checkRunInput = z.object({
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z.string().optional(),
  output: output.optional(),
});
type Input = z.infer<typeof checkRunInput>;

export interface LocalCheckRun {
  id: number;
  name: string;
  commit: string;
  externalId: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  annotations: z.infer<typeof annotation>[];
  startedAt: Date;
  completedAt: Date | undefined;
}

/** The check runs of the one App. emulate's forget annotations where further ones come, and do not say whose they are. */
export interface CheckRuns {
  /** Oldest first. */
  readonly all: readonly LocalCheckRun[];
  create(name: string, commit: string, input: Input): LocalCheckRun;
  /** Adds annotations to those that are there. */
  update(id: number, input: Input): LocalCheckRun | undefined;
}

export function createCheckRuns(): CheckRuns {
  const all: LocalCheckRun[] = [];
  const find = (id: number) => all.find((run) => run.id === id);
  return {
    all,
    create(name, commit, input) {
      const run: LocalCheckRun = {
        id: all.length + 1,
        name,
        commit,
        externalId: "",
        status: "queued",
        conclusion: undefined,
        title: undefined,
        summary: undefined,
        text: undefined,
        annotations: [],
        startedAt: new Date(),
        completedAt: undefined,
      };
      all.push(run);
      change(run, input);
      return run;
    },
    update(id, input) {
      const run = find(id);
      if (run) change(run, input);
      return run;
    },
  };
}

function change(run: LocalCheckRun, input: Input): void {
  run.externalId = input.external_id ?? run.externalId;
  // A conclusion completes, whatever the status says.
  run.status =
    input.conclusion === undefined ? (input.status ?? run.status) : "completed";
  run.conclusion =
    run.status === "completed"
      ? (input.conclusion ?? run.conclusion)
      : undefined;
  run.completedAt = run.status === "completed" ? new Date() : undefined;
  run.title = input.output?.title ?? run.title;
  run.summary = input.output?.summary ?? run.summary;
  run.text = input.output?.text ?? run.text;
  run.annotations.push(...(input.output?.annotations ?? []));
}
