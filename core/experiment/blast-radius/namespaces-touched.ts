import type { BlastRadius } from "../blast-radius.ts";

/** The namespaces in which a run of an experiment does something, or that it can't be told. */
export type NamespacesTouched =
  { known: true; namespaces: string[] } | { known: false };

/** What is done to nodes reaches whatever runs there, of any namespace. */
export function nodesTouched({
  workloads,
}: Pick<BlastRadius, "workloads">): string[] {
  return workloads.values.filter((workload) => /^node[/[]/.test(workload));
}

/**
 * Where a run in an environment does something. What its file leaves open is within the namespaces of that environment,
 * because experiments act on no other; where the policy names none, it can't be told.
 *
 * @param ofEnvironment the environment's namespaces by the policy
 */
export function namespacesTouched(
  radius: Pick<BlastRadius, "namespaces" | "workloads">,
  ofEnvironment: readonly string[] | undefined,
): NamespacesTouched {
  if (nodesTouched(radius).length > 0) return { known: false };
  const { values, byDefault, unknown } = radius.namespaces;
  if (byDefault.length === 0 && unknown.length === 0)
    return { known: true, namespaces: values };
  if (ofEnvironment === undefined) return { known: false };
  const written = values.filter((value) => !byDefault.includes(value));
  return {
    known: true,
    namespaces: [...new Set([...written, ...ofEnvironment])],
  };
}
