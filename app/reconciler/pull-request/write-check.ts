import type {
  CheckConclusion,
  CheckOutput,
} from "../../../core/pull-request/check-output.ts";
import type {
  CheckRun,
  PullRequest,
} from "../../../providers/github/repository.ts";
import { audit } from "../audit.ts";
import { supersede } from "./check-superseded.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { CHECK_NAME, externalId, pullRequestOf } from "./pull-request-check.ts";

/** GitHub takes no more annotations in one request. */
const ANNOTATIONS_AT_ONCE = 50;

interface Check {
  conclusion: CheckConclusion;
  output: CheckOutput;
  /** The id of the last one before somebody wanted to see another. */
  after: number | undefined;
}

/**
 * Lets the head of a pull request have a check that says this. One that says it already is left alone; one that was
 * begun is gone on with, so that no annotation is there twice; one that says something else is not changed, because
 * what it has annotated can't be taken back: a newer one takes its place. So it is where somebody pressed "Re-run":
 * GitHub leaves it to the App to show that something happens, and opens no completed check again.
 */
export async function writeCheck(
  key: KeyOf<"pull-request">,
  pull: PullRequest,
  check: Check,
  context: LookContext,
): Promise<void> {
  const { github } = context;
  const id = externalId(pull.number, check.conclusion, check.output);
  const [latest, ...others] = (
    await github.checkRuns(pull.head, CHECK_NAME)
  ).filter(
    (run) => pullRequestOf(run.externalId) === pull.number && !run.cancelled,
  );
  const isOver = latest?.completed && latest.id <= (check.after ?? 0);
  const same = latest?.externalId === id && !isOver ? latest : undefined;
  if (!same?.completed) {
    const run = same ?? (await begin(key, pull, id, check, context));
    await goOn(key, pull, run, check, context);
  }
  for (const other of same ? others : [latest, ...others])
    if (other && !other.completed) await supersede(other, context);
}

/** The first request of a check, which is the only one where 50 annotations are enough. */
async function begin(
  key: KeyOf<"pull-request">,
  pull: PullRequest,
  id: string,
  { conclusion, output }: Check,
  context: LookContext,
): Promise<CheckRun> {
  const annotations = output.annotations.slice(0, ANNOTATIONS_AT_ONCE);
  const isAll = annotations.length === output.annotations.length;
  // Written down before, so that an unfinished check is found whatever happens on the way.
  if (!isAll) await record(key, "check-begun", pull, {}, context);
  const run = await context.github.createCheckRun({
    name: CHECK_NAME,
    commit: pull.head,
    externalId: id,
    output: { ...output, annotations },
    ...(isAll && { conclusion }),
  });
  if (isAll) await record(key, "check", pull, { conclusion }, context);
  return { ...run, completed: isAll, annotations: annotations.length };
}

async function goOn(
  key: KeyOf<"pull-request">,
  pull: PullRequest,
  run: CheckRun,
  { conclusion, output }: Check,
  context: LookContext,
): Promise<void> {
  const { github } = context;
  let { completed, annotations: written } = run;
  while (!completed) {
    if ((await github.pullRequest(pull.number))?.head !== pull.head) {
      await supersede(run, context);
      return;
    }
    const annotations = output.annotations.slice(
      written,
      written + ANNOTATIONS_AT_ONCE,
    );
    written += annotations.length;
    completed = written >= output.annotations.length;
    await github.updateCheckRun(run.id, {
      output: { ...output, annotations },
      ...(completed && { conclusion }),
    });
    if (completed) await record(key, "check", pull, { conclusion }, context);
  }
}

async function record(
  key: KeyOf<"pull-request">,
  kind: "check-begun" | "check",
  { number, head }: PullRequest,
  data: Record<string, unknown>,
  context: LookContext,
): Promise<void> {
  const subject = `pull-request:${number}`;
  await audit(context, key, { subject, kind, data: { head, ...data } });
}
