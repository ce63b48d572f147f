import type { Fact } from "../../../core/gate/fact.ts";
import type { Halt } from "../../../core/gate/facts.ts";
import { HALT_LABEL, haltOf } from "../../../core/gate/halt/halt-issue.ts";
import type { RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";

/**
 * The halts that GitHub shows, and those that were seen before and that nobody who may has ended: an issue that somebody
 * else closed is opened again, and nothing starts in between.
 */
export function withStanding(
  shown: Fact<Halt[]>,
  standing: readonly Halt[],
): Fact<Halt[]> {
  if (standing.length === 0) return shown;
  const open = shown.known ? shown.value : [];
  const { evidence } = shown;
  return { known: true, value: together(open, standing), evidence };
}

/**
 * Asked anew, all halts that stand in the repository.
 *
 * @throws ProviderError where GitHub can't be reached: then nobody knows
 */
export async function haltsNow(
  repository: RepositoryRef,
  { github, store }: Pick<LookContext, "github" | "store">,
): Promise<Halt[]> {
  const issues = await github.issues({ labels: [HALT_LABEL], state: "open" });
  const standing = await store.standingHalts(repository);
  return together(issues.map(haltOf), standing);
}

function together(open: readonly Halt[], standing: readonly Halt[]): Halt[] {
  const others = standing.filter(
    ({ issue }) => !open.some((one) => one.issue === issue),
  );
  return [...open, ...others];
}
