import * as z from "zod";
import type { Answer, ApiRequest } from "../front/http.ts";
import { isOfFork } from "../front/fork-head.ts";
import type { Interior } from "../front/interior.ts";
import { isJsonObject, type JsonObject, jsonObject } from "../front/json.ts";
import { corrected } from "./corrections.ts";
import type { Commit } from "./repository-files.ts";

/** Where emulate's payload of an event differs from GitHub's. */
interface PayloadCorrection {
  /** What emulate does, and GitHub doesn't. */
  why: string;
  event: string;
  actions?: string[];
  mend(
    payload: JsonObject,
    interior: Interior,
  ): JsonObject | Promise<JsonObject>;
}

const PAYLOADS: PayloadCorrection[] = [
  {
    why: "an edit of a comment does not say what was there before",
    event: "issue_comment",
    actions: ["edited"],
    mend(payload, { marks }) {
      const { id } = identified.parse(payload["comment"]);
      const from = marks.before.comments.get(id) ?? "";
      return { ...payload, changes: { body: { from } } };
    },
  },
  {
    why: "an edit of an issue does not say what was there before",
    event: "issues",
    actions: ["edited"],
    mend(payload, { marks }) {
      const { number, title, body } = issueSchema.parse(payload["issue"]);
      const before = marks.before.issues.get(number);
      const changes = {
        ...(before &&
          before.title !== title && { title: { from: before.title } }),
        ...(before &&
          before.body !== body && { body: { from: before.body ?? "" } }),
      };
      return { ...payload, changes };
    },
  },
  {
    why: "a label is only its name and colour",
    event: "issues",
    actions: ["labeled", "unlabeled"],
    async mend(payload, { upstream, fullName }) {
      const { name } = labelSchema.parse(payload["label"]);
      const label = await upstream.find(
        `/repos/${fullName}/labels/${encodeURIComponent(name)}`,
      );
      return { ...payload, label };
    },
  },
  {
    why: "what happens to a pull request does not say its number beside it",
    event: "pull_request",
    mend(payload) {
      const { number } = numbered.parse(payload["pull_request"]);
      return { ...payload, number };
    },
  },
  {
    why: "a push says only from where to where",
    event: "push",
    async mend(payload, { files, url, fullName }) {
      const { before, after, sender } = pushSchema.parse(payload);
      const commit = await files.commit(after);
      const shown = commit && pushedCommit(commit, `${url}/${fullName}`);
      return {
        ...payload,
        created: /^0+$/.test(before),
        deleted: /^0+$/.test(after),
        forced: false,
        base_ref: null,
        compare: `${url}/${fullName}/compare/${before}...${after}`,
        commits: shown ? [shown] : [],
        head_commit: shown ?? null,
        pusher: { name: sender.login },
      };
    },
  },
];

const identified = z.object({ id: z.number() });
const numbered = z.object({ number: z.number() });
const issueSchema = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
});
const labelSchema = z.object({ name: z.string() });
const pushSchema = z.object({
  before: z.string(),
  after: z.string(),
  sender: z.object({ login: z.string() }),
});

/** Delivers to the app what emulate says has happened, as GitHub would say it. */
export async function forwardHook(
  { headers, body }: ApiRequest,
  interior: Interior,
): Promise<Answer> {
  const event = headers["x-github-event"] ?? "";
  const payload: unknown = JSON.parse(body.toString());
  let mended = jsonObject(corrected(payload, interior), "a payload");
  // Of what happens in a fork and in another repository, the App is told only where it is installed there.
  const { repository } = mended;
  const isElsewhere =
    isJsonObject(repository) && repository["full_name"] !== interior.fullName;
  if (isElsewhere || isOfFork(mended["ref"]))
    return { status: 204, headers: {} };
  for (const correction of PAYLOADS) {
    // oxlint-disable-next-line no-await-in-loop -- each works on what the one before it made
    if (fits(correction, event, mended))
      mended = await correction.mend(mended, interior);
  }
  interior.webhooks.send(event, {
    ...mended,
    organization: interior.cards.organisation,
  });
  return { status: 204, headers: {} };
}

function fits(
  { event, actions }: PayloadCorrection,
  sent: string,
  { action }: JsonObject,
): boolean {
  return (
    event === sent &&
    (actions === undefined || actions.includes(String(action)))
  );
}

/** One commit is enough here: a push of the sandbox makes one. */
function pushedCommit(
  { sha, commit, files }: Commit,
  page: string,
): JsonObject {
  const { name, email } = commit.author;
  const changed = (status: string) =>
    files
      .filter((file) => file.status === status)
      .map(({ filename }) => filename);
  return {
    id: sha,
    tree_id: commit.tree.sha,
    distinct: true,
    message: commit.message,
    timestamp: commit.author.date,
    url: `${page}/commit/${sha}`,
    author: { name, email },
    committer: { name, email },
    added: changed("added"),
    modified: changed("modified"),
    removed: changed("removed"),
  };
}
