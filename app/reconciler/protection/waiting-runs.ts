import type { RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import type { KeyOf } from "../key.ts";

type From = RepositoryRef & { installation: number };

/** Has everything looked at that a run asks for, or asked for, and that is not settled. */
export async function sendUnsettled(
  { installation, owner, repo }: From,
  run: number | undefined,
  { store, queue }: LookContext,
): Promise<void> {
  for (const one of await store.unsettledProtections({ owner, repo }, run))
    await queue.send({
      kind: "protection",
      installation,
      owner,
      repo,
      run: one.run,
      environment: one.environment,
    });
}

/** Finds the runs that wait for us, also those of which no webhook told, and those that wait no more. */
export async function waitingRuns(
  key: KeyOf<"repository">,
  context: LookContext,
): Promise<void> {
  const { github, queue } = context;
  const { installation, owner, repo } = key;
  await sendUnsettled(key, undefined, context);
  const ours = new Map<string, boolean>();
  for (const { id: run } of await github.waitingRuns())
    for (const environment of await github.pendingEnvironments(run)) {
      // Others wait for reviewers or timers alone: they ask nothing of us.
      const isOurs =
        ours.get(environment) ?? (await github.isProtected(environment));
      ours.set(environment, isOurs);
      if (isOurs)
        await queue.send({
          kind: "protection",
          installation,
          owner,
          repo,
          run,
          environment,
        });
    }
}
