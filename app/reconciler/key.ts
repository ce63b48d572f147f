import * as z from "zod";

/** Without what a database can't keep: NUL, and half of a surrogate pair. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\0\p{Cs}]*$/u);

const repositoryShape = {
  /** The id of the App's installation that may read the repository. */
  installation: z.int().positive(),
  owner: text(100),
  repo: text(100),
};

/**
 * The name of something to look at; it never carries what happened. Eight kinds:
 *
 * - `repository`: everything that could be open in one repository; repairs what a lost webhook left behind
 * - `issue`: one issue, a request or one with a command in it
 * - `run`: one workflow run, by its id
 * - `pull-request`: one pull request, which gets a check
 * - `checks`: the checks of one commit, which somebody wants made again
 * - `halt`: the issues that halt all experiments of one repository
 * - `protection`: a run that asks to be let into an environment
 * - `failure`: what there is to file of one experiment in one environment
 */
const keySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("repository"), ...repositoryShape }),
  z.strictObject({
    kind: z.literal("issue"),
    ...repositoryShape,
    issue: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal("run"),
    ...repositoryShape,
    run: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal("pull-request"),
    ...repositoryShape,
    pullRequest: z.int().positive(),
  }),
  z.strictObject({
    kind: z.literal("checks"),
    ...repositoryShape,
    commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  }),
  z.strictObject({ kind: z.literal("halt"), ...repositoryShape }),
  z.strictObject({
    kind: z.literal("protection"),
    ...repositoryShape,
    run: z.int().positive(),
    environment: z.string().min(1).max(255),
  }),
  z.strictObject({
    kind: z.literal("failure"),
    ...repositoryShape,
    experiment: text(200),
    environment: text(255),
  }),
]);

export type Key = z.infer<typeof keySchema>;
/** The key of one kind of thing. */
export type KeyOf<Kind extends Key["kind"]> = Extract<Key, { kind: Kind }>;

/** The part of a key that names the repository, and who reaches it. */
export type Place = Omit<KeyOf<"repository">, "kind">;

/**
 * What the queue carries: a key, or another name:
 *
 * - `everything`: leads to the key of every repository
 * - `deliveries`: of webhooks; those that failed are asked for again
 * - `whereabouts`: whether a repository has moved, who reaches it, and whether anything may change there
 */
export const queuedKeySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("everything") }),
  z.strictObject({ kind: z.literal("deliveries") }),
  z.strictObject({ kind: z.literal("whereabouts"), ...repositoryShape }),
  ...keySchema.options,
]);

export type QueuedKey = z.infer<typeof queuedKeySchema>;

export const EVERYTHING: QueuedKey = { kind: "everything" };
export const DELIVERIES: QueuedKey = { kind: "deliveries" };

/**
 * One name for one thing: two keys that mean the same have the same name, whatever the case of owner and repository
 * and whichever installation reaches it.
 */
export function keyName(key: QueuedKey): string {
  if (!("repo" in key)) return key.kind;
  const repository = `${key.owner}/${key.repo}`.toLowerCase();
  return `${key.kind}:${repository}${suffix(key)}`;
}

/** What the audit trail calls it, within its repository: `issue:12`, `run:99`, … */
export function subjectOf(key: Key): string {
  return `${key.kind}${suffix(key).replace(/^[#@]/, ":")}`;
}

function suffix(
  key: Exclude<QueuedKey, { kind: "everything" | "deliveries" }>,
): string {
  if (key.kind === "issue") return `#${String(key.issue)}`;
  if (key.kind === "run") return `:${String(key.run)}`;
  if (key.kind === "pull-request") return `#${String(key.pullRequest)}`;
  if (key.kind === "checks") return `@${key.commit}`;
  if (key.kind === "protection")
    return `:${String(key.run)}:${encodeURIComponent(key.environment)}`;
  if (key.kind === "failure")
    return `:${encodeURIComponent(key.experiment)}:${encodeURIComponent(key.environment)}`;
  return "";
}
