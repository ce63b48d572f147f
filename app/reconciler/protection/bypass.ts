import { hasMarker } from "../../../core/incident/failure-marker.ts";
import { linksOfRun } from "../../../core/render/links.ts";
import { BYPASS_LABEL, renderBypass } from "../../../core/render/protection.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { ProtectionRef } from "../../store/records.ts";
import { audit } from "../audit.ts";
import type { LookContext } from "../context.ts";

/** Files, once, that a run went into an environment without our word, with who GitHub says let it in. */
export async function fileBypass(
  ref: ProtectionRef,
  run: WorkflowRun,
  context: LookContext,
): Promise<void> {
  const { github, store, clock } = context;
  const { environment, attempt } = ref;
  const marker = `<!-- chaos-governor:bypass:${run.id}:${attempt}:${environment} -->`;
  const filed = await github.issues({
    labels: [BYPASS_LABEL],
    state: "all",
    since: run.createdAt,
  });
  if (filed.some(({ ours, body }) => ours && hasMarker(body, marker))) return;
  const reviews = await github.runReviews(run.id);
  const by = reviews
    .filter((one) => one.approved && one.environments.includes(environment))
    .map(({ by: person, comment }) => ({ person, comment }));
  const request = await store.requestFromRun(ref, { run: run.id, attempt });
  // Told to the audit trail first: an interruption may tell it twice, and never not at all.
  await audit(context, ref, {
    subject: `run:${run.id}`,
    kind: "bypass",
    data: { attempt, environment, by, commit: run.commit },
  });
  const { body, ...issue } = renderBypass(
    {
      run,
      environment,
      title: run.title,
      by,
      seenAt: clock(),
      ...(request !== undefined && { request }),
    },
    linksOfRun(run.url),
  );
  await github.createIssue({ ...issue, body: `${body}\n\n${marker}` });
}
