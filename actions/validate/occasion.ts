import * as z from "zod";

/** Why the step runs: what changed, and whose policy counts. */
export interface Occasion {
  /** The branch that the change is to go into, whose policy counts; absent where the checkout's own does. */
  into?: string;
  /** Absent where the event is of no change. */
  change?: Change;
}

type Change =
  | { by: "pull-request"; number: number; files: number }
  /** From a commit or a branch to a commit. */
  | { by: "commits"; from: string; to: string };

const pullRequest = z
  .object({
    pull_request: z.object({
      number: z.number(),
      changed_files: z.number(),
      base: z.object({ ref: z.string() }),
    }),
  })
  .transform(({ pull_request: { number, changed_files, base } }): Occasion => ({
    into: base.ref,
    change: { by: "pull-request", number, files: changed_files },
  }));

const mergeGroup = z
  .object({
    merge_group: z.object({
      base_ref: z.string(),
      base_sha: z.string(),
      head_sha: z.string(),
    }),
  })
  .transform(({ merge_group: { base_ref, base_sha, head_sha } }): Occasion => ({
    into: base_ref.replace(/^refs\/heads\//, ""),
    change: { by: "commits", from: base_sha, to: head_sha },
  }));

const push = z
  .object({
    before: z.string(),
    after: z.string(),
    repository: z.object({ default_branch: z.string() }),
  })
  .transform(({ before, after, repository }): Occasion => {
    // A branch that is new has no commit before; what it has of its own counts then.
    const from = /^0+$/.test(before) ? repository.default_branch : before;
    return { change: { by: "commits", from, to: after } };
  });

/**
 * Reads the event as GitHub hands it to a job.
 *
 * @throws ZodError where the payload is none of that event
 */
export function readOccasion(event: string, payload: unknown): Occasion {
  switch (event) {
    case "pull_request":
      return pullRequest.parse(payload);
    case "pull_request_target": {
      // What is checked out then is not what changes.
      const { into } = pullRequest.parse(payload);
      return { ...(into !== undefined && { into }) };
    }
    case "merge_group":
      return mergeGroup.parse(payload);
    case "push":
      return push.parse(payload);
    default:
      return {};
  }
}
