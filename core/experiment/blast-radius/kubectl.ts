import { readKubectl } from "./kubectl-command.ts";
import type { KubectlCommand } from "./kubectl-command.ts";
import type { TouchCollector } from "./touch-collector.ts";
import type { Fault } from "./touch.ts";

/** Verbs that only look. */
const LOOKS =
  /^(?:api-resources|api-versions|auth .*|cluster-info|config .*|describe|diff|events|explain|get|logs|rollout (?:status|history)|top|version|wait)$/;

const FAULTS: Partial<Record<string, Fault>> = {
  delete: "deletion",
  scale: "scaling",
  autoscale: "scaling",
  exec: "command-in-pod",
  "rollout restart": "restart",
  "rollout undo": "configuration-change",
  "rollout pause": "configuration-change",
  "rollout resume": "configuration-change",
  drain: "node-drain",
  cordon: "node-cordon",
  uncordon: "node-cordon",
  taint: "node-cordon",
  apply: "configuration-change",
  replace: "configuration-change",
  patch: "configuration-change",
  edit: "configuration-change",
  label: "configuration-change",
  annotate: "configuration-change",
  run: "configuration-change",
};

const NODES = new Set(["drain", "cordon", "uncordon", "taint"]);
const NETWORK = /^(?:networkpolic(?:y|ies)|netpol|ingress(?:es)?|ing)(?:\.|$)/i;
const PODS = /^(?:pods?|po)$/i;

/** What a command of kubectl touches: nothing where it only looks. */
export function touchKubectl(
  words: readonly string[],
  collector: TouchCollector,
): void {
  const command = readKubectl(words);
  const { verb, flags } = command;
  if (LOOKS.test(verb)) return;
  const fault =
    (Object.hasOwn(FAULTS, verb) ? FAULTS[verb] : undefined) ??
    (/^(?:set|create) /.test(verb) ? "configuration-change" : undefined);
  if (fault === undefined) {
    const about = ["namespaces", "workloads", "faults"] as const;
    collector.obscure("program", `kubectl ${verb}`.trim(), about);
    return;
  }
  touchFaults(command, fault, collector);
  touchWorkloads(command, collector);
  if (NODES.has(verb)) return;
  if (flags.has("all-namespaces"))
    collector.obscure("all-namespaces", "all", ["namespaces"]);
  else if (flags.has("namespace"))
    collector.add("namespaces", flags.get("namespace"));
  else collector.obscure("context", "kubectl", ["namespaces"]);
}

function touchFaults(
  { verb, operands, flags, inner }: KubectlCommand,
  fault: Fault,
  collector: TouchCollector,
): void {
  const [kind = ""] = (operands[0] ?? "").split("/");
  if (verb === "delete" && PODS.test(kind)) collector.fault("pod-termination");
  else if (NETWORK.test(kind)) collector.fault("network");
  else collector.fault(fault);
  // What a manifest holds stands in another file.
  const file = flags.get("filename") ?? flags.get("kustomize");
  if (file !== undefined) collector.obscure("manifest", file, ["faults"]);
  const line = inner.join(" ");
  if (/\bstress(?:-ng)?\b.*--(?:cpu|matrix)\b/.test(line))
    collector.fault("cpu-load");
  if (/\bstress(?:-ng)?\b.*--vm\b/.test(line)) collector.fault("memory-load");
  if (/\b(?:tc|iptables|nft)\s/.test(line)) collector.fault("network");
}

function touchWorkloads(
  { verb, operands, flags }: KubectlCommand,
  collector: TouchCollector,
): void {
  const file = flags.get("filename") ?? flags.get("kustomize");
  if (file !== undefined) {
    collector.obscure("manifest", file, ["workloads"]);
    return;
  }
  const [first = "", ...rest] = operands;
  const selector = flags.get("selector");
  const kind = NODES.has(verb) ? "node" : verb === "exec" ? "pod" : undefined;
  if (first.includes("/"))
    for (const one of operands.filter((word) => /^[^=]*\/[^=]*$/.test(word)))
      collector.add("workloads", one);
  else if (kind !== undefined && first !== "")
    collector.add("workloads", `${kind}/${first}`);
  else if (selector !== undefined)
    collector.add("workloads", `${kind ?? singular(first)}[${selector}]`);
  else if (rest.length > 0)
    // `label pod shop a=b`: what is no name is what is set.
    for (const name of rest.filter((word) => !/[=:]|-$/.test(word)))
      collector.add("workloads", `${singular(first)}/${name}`);
  else if (flags.has("all"))
    collector.add("workloads", `${kind ?? singular(first)}/*`);
  else collector.obscure("program", `kubectl ${verb}`, ["workloads"]);
}

function singular(kind: string): string {
  return PODS.test(kind) ? "pod" : kind.replace(/(?<=[^s])s$/, "");
}
