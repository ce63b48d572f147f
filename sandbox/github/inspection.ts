import * as z from "zod";
import { corrected } from "./emulate/corrections.ts";
import { wholeList } from "./emulate/lists.ts";
import type { Interior } from "./front/interior.ts";
import type { Reaction } from "./front/marks.ts";
import type { DispatchRequest } from "./handlers/dispatch.ts";
import type { Run } from "./run.ts";

/** An issue as it stands. */
export interface SeenIssue {
  number: number;
  title: string;
  body: string;
  author: string;
  open: boolean;
  /** completed, not_planned, reopened. */
  reason: string | null;
  labels: string[];
  assignees: string[];
  createdAt: Date;
  url: string;
}

export interface SeenComment {
  id: number;
  author: string;
  /** Whether it was written through the App. */
  throughApp: boolean;
  body: string;
  createdAt: Date;
  edited: boolean;
  reactions: readonly Reaction[];
  url: string;
}

/** The state of the local GitHub, past its API; for the pages and for tests. */
export interface Inspection {
  /** Oldest first. */
  issues(): Promise<SeenIssue[]>;
  issue(number: number): Promise<SeenIssue | undefined>;
  /** Oldest first. */
  comments(issue: number): Promise<SeenComment[]>;
  runs(): readonly Run[];
  /** Every dispatch that was asked for, also those that were refused. */
  dispatches(): readonly DispatchRequest[];
  /** The commit that the default branch points to. */
  head(): Promise<string>;
  /** The names of all tags. */
  tags(): Promise<string[]>;
}

const refs = z.array(z.object({ ref: z.string() }));

const named = z.object({ login: z.string() });
const time = z.string().transform((text) => new Date(text));
const issueSchema = z
  .object({
    number: z.number(),
    title: z.string(),
    body: z.string().nullable(),
    user: named,
    state: z.string(),
    state_reason: z.string().nullable(),
    labels: z.array(z.object({ name: z.string() })),
    assignees: z.array(named),
    created_at: time,
    html_url: z.string(),
  })
  .transform((issue): SeenIssue => ({
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    author: issue.user.login,
    open: issue.state === "open",
    reason: issue.state_reason,
    labels: issue.labels.map(({ name }) => name),
    assignees: issue.assignees.map(({ login }) => login),
    createdAt: issue.created_at,
    url: issue.html_url,
  }));
const commentSchema = z.object({
  id: z.number(),
  user: named,
  body: z.string(),
  performed_via_github_app: z.unknown(),
  created_at: time,
  html_url: z.string(),
});

export function createInspection(
  interior: Interior,
  dispatches: readonly DispatchRequest[],
): Inspection {
  const { upstream, files, runs, marks, options, fullName } = interior;
  const place = `/repos/${fullName}`;
  return {
    async issues() {
      return z
        .array(issueSchema)
        .parse(
          await wholeList(interior, `${place}/issues?state=all&direction=asc`),
        );
    },
    async issue(number) {
      const found = await upstream.find(`${place}/issues/${number}`);
      return found === undefined
        ? undefined
        : issueSchema.parse(corrected(found, interior));
    },
    async comments(issue) {
      const found = await wholeList(
        interior,
        `${place}/issues/${issue}/comments`,
      );
      return z
        .array(commentSchema)
        .parse(found)
        .map((comment) => ({
          id: comment.id,
          author: comment.user.login,
          throughApp: comment.performed_via_github_app !== null,
          body: comment.body,
          createdAt: comment.created_at,
          edited: marks.editedAt(comment.id) !== undefined,
          reactions: marks.reactions(comment.id),
          url: comment.html_url,
        }));
    },
    runs: () => runs.all,
    dispatches: () => dispatches,
    async head() {
      const commit = await files.commit(options.repository.defaultBranch);
      if (!commit) throw new Error("the default branch has no commit");
      return commit.sha;
    },
    tags: async () =>
      refs
        .parse(await upstream.find(`${place}/git/matching-refs/tags/`))
        .map(({ ref }) => ref.replace("refs/tags/", "")),
  };
}
