import { isMapping } from "../outline.ts";
import type { TouchCollector } from "./touch-collector.ts";
import type { Fault } from "./touch.ts";

/* The actions of chaostoolkit-kubernetes, `chaosk8s.<kind>.actions`, by their signatures. */

const MODULE = /^chaosk8s\.(?:(?<kind>[a-z_]+(?:\.[a-z_]+)?)\.)?actions$/;

/** Whether a module is one of the actions or probes of chaostoolkit-kubernetes. */
export function isKubernetesModule(module: string): boolean {
  return MODULE.test(module) || isProbes(module);
}

/** What a function of chaosk8s touches: nothing where it is a probe. */
export function touchKubernetes(
  module: string,
  func: string,
  given: Record<string, unknown>,
  collector: TouchCollector,
): void {
  if (isProbes(module)) return;
  const kind = MODULE.exec(module)?.groups?.["kind"] ?? "microservice";
  collector.fault(faultOf(kind, func));
  touchNamespaces(kind, func, given, collector);
  touchWorkloads(kind, func, given, collector);
}

function isProbes(module: string): boolean {
  return /^chaosk8s\.(?:[a-z_.]+\.)?probes$/.test(module);
}

/** The first that fits says what the function does; whatever remains writes an object. */
const FAULTS: [kind: RegExp, func: RegExp, fault: Fault][] = [
  [/^pod$/, /^(?:terminate|delete)_/, "pod-termination"],
  [/^pod$/, /^exec_/, "command-in-pod"],
  [/^chaosmesh\.stress$/, /memory/, "memory-load"],
  [/^chaosmesh\.stress$/, /./, "cpu-load"],
  [/^(?:networking|chaosmesh\.network)$/, /./, "network"],
  [/^node$/, /^drain_/, "node-drain"],
  [/^node$/, /cordon_/, "node-cordon"],
  [/./, /^scale_/, "scaling"],
  [/./, /^rollout_/, "restart"],
  [/./, /^(?:delete|remove|kill)_/, "deletion"],
];

function faultOf(kind: string, func: string): Fault {
  const found = FAULTS.find(
    ([kinds, functions]) => kinds.test(kind) && functions.test(func),
  );
  return found?.[2] ?? "configuration-change";
}

function touchNamespaces(
  kind: string,
  func: string,
  given: Record<string, unknown>,
  collector: TouchCollector,
): void {
  if (kind === "namespace") {
    if (given["name"] === undefined)
      collector.obscure("manifest", func, ["namespaces"]);
    else collector.add("namespaces", given["name"]);
    return;
  }
  if (kind === "crd" && func.startsWith("apply_")) {
    collector.obscure("manifest", func, ["namespaces"]);
    return;
  }
  // A node and a custom object of the whole cluster stand in no namespace.
  if (kind === "node" || func.includes("_cluster_")) return;
  const selected = given["namespaces_selectors"];
  const all = Array.isArray(selected) ? selected : [selected ?? given["ns"]];
  for (const one of all) collector.add("namespaces", one ?? "default");
}

function touchWorkloads(
  kind: string,
  func: string,
  given: Record<string, unknown>,
  collector: TouchCollector,
): void {
  const label = kind.startsWith("chaosmesh.") ? "pod" : labelOf(kind);
  const selector = given["label_selector"] ?? given["label_selectors"];
  const { name_pattern: pattern, spec_path: file } = given;
  // The name of a Chaos Mesh object is not what it acts on.
  const name = kind.startsWith("chaosmesh.") ? undefined : given["name"];
  if (file !== undefined) {
    collector.obscure("manifest", func, ["workloads"]);
    return;
  }
  if (func.startsWith("create_") || func.startsWith("apply_")) {
    collector.obscure("python", func, ["workloads"]);
    return;
  }
  const undoes = /^(?:remove|delete)_/.test(func);
  if (undoes && /^(?:networking|chaosmesh\.)/.test(kind)) return;
  if (isGiven(selector))
    collector.add("workloads", `${label}[${writtenSelector(selector)}]`);
  if (isGiven(name)) collector.add("workloads", `${label}/${String(name)}`);
  if (isGiven(pattern))
    collector.add("workloads", `${label}/~${String(pattern)}`);
  const isNamed = [selector, name, pattern].some(isGiven);
  if (!isNamed) collector.add("workloads", `${label}/*`);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function labelOf(kind: string): string {
  return kind === "networking" ? "pod" : kind.replace("_", "");
}

function writtenSelector(selector: unknown): string {
  if (!isMapping(selector)) return String(selector);
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
}
