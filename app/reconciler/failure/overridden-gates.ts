import * as z from "zod";
import type { OverriddenBy } from "../../../core/render/override.ts";
import type { RepositoryRef, RunRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";

const dispatched = z.object({
  overridden: z.array(
    z.object({
      gate: z.string(),
      by: z.array(z.object({ person: z.string(), reason: z.string() })),
    }),
  ),
});

/** The gates against which a run was started, by what the audit trail tells of its dispatch. */
export async function overriddenGates(
  { request }: RunRecord,
  repository: RepositoryRef,
  { store }: Pick<LookContext, "store">,
): Promise<OverriddenBy[]> {
  if (request === undefined) return [];
  const events = await store.auditOf(repository, `issue:${request}`);
  const dispatch = events.findLast(({ kind }) => kind === "dispatch");
  const told = dispatched.safeParse(dispatch?.data);
  return told.success ? told.data.overridden : [];
}
