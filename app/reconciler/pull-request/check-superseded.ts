import { renderSuperseded } from "../../../core/render/pull-request.ts";
import type { CheckRun } from "../../../providers/github/repository.ts";
import type { LookContext } from "../context.ts";

/** Ends a check that nobody goes on with; left open, it would look as if somebody still worked on it. */
export async function supersede(
  { id }: CheckRun,
  { github }: Pick<LookContext, "github">,
): Promise<void> {
  await github.updateCheckRun(id, {
    conclusion: "cancelled",
    output: renderSuperseded(),
  });
}
