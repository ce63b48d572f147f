import { writtenPlacesOf } from "../outline.ts";
import type { ActivityOutline, Outline } from "../outline.ts";
import { argumentsOf } from "../provider-place.ts";
import { resolve } from "../substitution.ts";
import { wordsOf } from "./activity-touches.ts";
import { readKubectl } from "./kubectl-command.ts";
import { isKubernetesModule } from "./kubernetes-module.ts";

/**
 * The largest share of a workload's replicas that the method takes at once, from 0 to 1; a lower bound and the
 * activities to blame where one of them does not say how many there are.
 */
export type ReplicaShare =
  | { known: true; share: number }
  | { known: false; atLeast: number; activities: string[] };

/**
 * @param reaches tells of a place whether something is done there to a workload, as far as that can be told
 */
export function replicaShare(
  experiment: Outline,
  reaches: (path: string) => boolean,
): ReplicaShare {
  const found = writtenPlacesOf(experiment)
    .filter(({ section, path }) => section === "method" && reaches(path.join()))
    .map(({ activity }) => ({
      name: activity.name ?? "",
      share: shareOf(activity, experiment),
    }));
  const shares = found.flatMap(({ share }) => share ?? []);
  const largest = Math.max(0, ...shares);
  const activities = found
    .filter(({ share }) => share === undefined)
    .map(({ name }) => name);
  return activities.length === 0 || largest === 1
    ? { known: true, share: largest }
    : { known: false, atLeast: largest, activities };
}

/** Undefined where it depends on how many replicas there are, or on what only a run can fill in. */
function shareOf(
  { provider }: ActivityOutline,
  experiment: Outline,
): number | undefined {
  if (provider?.type === "process") return shareOfCommand(provider);
  const { module = "", func = "" } = provider ?? {};
  if (!provider || !isKubernetesModule(module)) return undefined;
  const given = argumentsOf(provider);
  const read = (key: string) => {
    const resolved = resolve(given[key], experiment);
    return resolved.known ? resolved.value : undefined;
  };
  const mode = read("mode");
  if (read("all") === true || mode === "all") return 1;
  // chaosk8s.pod counts with `qty`, Chaos Mesh with `mode_value`.
  if (mode === "percentage") return percentage(read("qty"));
  if (mode === "fixed-percent" || mode === "random-max-percent")
    return percentage(read("mode_value"));
  if (func.startsWith("scale_") && Number(read("replicas")) === 0) return 1;
  return /^(?:delete|remove)_(?:deployment|statefulset|replicaset|daemon_?set)/.test(
    func,
  )
    ? 1
    : undefined;
}

function shareOfCommand(
  provider: NonNullable<ActivityOutline["provider"]>,
): number | undefined {
  const program = provider.path?.split("/").at(-1);
  if (program !== "kubectl" && program !== "oc") return undefined;
  const { verb, operands, flags } = readKubectl(wordsOf(provider["arguments"]));
  if (verb === "scale") return flags.get("replicas") === "0" ? 1 : undefined;
  if (verb !== "delete") return undefined;
  if (flags.has("all")) return 1;
  const whole = /^(?:deploy|statefulset|sts|replicaset|rs|daemonset|ds)/i;
  return operands.some((operand) => whole.test(operand)) ? 1 : undefined;
}

function percentage(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= 100
    ? number / 100
    : undefined;
}
