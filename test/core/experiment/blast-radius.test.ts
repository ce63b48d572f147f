import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blastRadiusOf } from "../../../core/experiment/blast-radius.ts";
import type { BlastRadius } from "../../../core/experiment/blast-radius.ts";
import { outlineOf } from "../../../core/experiment/outline.ts";
import { parseExperiment } from "../../../core/experiment/parse.ts";

const ASPECTS = ["namespaces", "workloads", "hosts", "faults"] as const;

/** In short: `shop`, `shop?` where the environment can replace it, `? why: what` where it can't be told. */
function short(radius: BlastRadius): Record<string, string[]> {
  return Object.fromEntries(
    ASPECTS.map((aspect) => {
      const { values, byDefault, unknown } = radius[aspect];
      return [
        aspect,
        [
          ...values.map((one) => (byDefault.includes(one) ? `${one}?` : one)),
          ...unknown.map(({ why, what }) => `? ${why}: ${what}`),
        ],
      ];
    }),
  );
}

const action = (provider: Record<string, unknown>) => ({
  type: "action",
  name: "act",
  provider,
});
const radiusOf = (...method: unknown[]) =>
  blastRadiusOf(outlineOf({ method, configuration: CONFIGURATION }));
const CONFIGURATION = {
  literal: "shop",
  replaceable: { type: "env", key: "NAMESPACE", default: "shop-staging" },
  given: { type: "env", key: "GIVEN" },
};
const kubectl = (args: unknown) =>
  short(
    radiusOf(action({ type: "process", path: "kubectl", arguments: args })),
  );
const kubernetes = (module: string, func: string, args: unknown = {}) =>
  short(
    radiusOf(
      action({
        type: "python",
        module: `chaosk8s.${module}`,
        func,
        arguments: args,
      }),
    ),
  );

describe("what kubectl touches", () => {
  it.each([
    [
      ["-n", "shop", "delete", "pod", "shop-0", "shop-1", "--wait=false"],
      {
        namespaces: ["shop"],
        workloads: ["pod/shop-0", "pod/shop-1"],
        faults: ["pod-termination"],
      },
    ],
    [
      ["delete", "pods", "--namespace=shop", "--selector", "app=shop"],
      {
        namespaces: ["shop"],
        workloads: ["pod[app=shop]"],
        faults: ["pod-termination"],
      },
    ],
    [
      ["-n", "shop", "delete", "pods", "--all"],
      {
        namespaces: ["shop"],
        workloads: ["pod/*"],
        faults: ["pod-termination"],
      },
    ],
    [
      ["scale", "deployment/shop", "--replicas", "0", "-n", "${literal}"],
      {
        namespaces: ["shop"],
        workloads: ["deployment/shop"],
        faults: ["scaling"],
      },
    ],
    [
      ["-n", "${replaceable}", "rollout", "restart", "deployment/shop"],
      {
        namespaces: ["shop-staging?"],
        workloads: ["deployment/shop"],
        faults: ["restart"],
      },
    ],
    [
      [
        "-n",
        "${given}",
        "exec",
        "shop-0",
        "--",
        "stress-ng",
        "--cpu",
        "0",
        "--vm",
        "1",
      ],
      {
        namespaces: ["? variable: given"],
        workloads: ["pod/shop-0"],
        faults: ["command-in-pod", "cpu-load", "memory-load"],
      },
    ],
    [
      ["-n", "shop", "apply", "-f", "cut.yml"],
      {
        namespaces: ["shop"],
        workloads: ["? manifest: cut.yml"],
        faults: ["configuration-change", "? manifest: cut.yml"],
      },
    ],
    [
      ["delete", "deployments", "shop"],
      {
        namespaces: ["? context: kubectl"],
        workloads: ["deployment/shop"],
        faults: ["deletion"],
      },
    ],
    [
      ["delete", "netpol", "-l", "chaos=true", "-A"],
      {
        namespaces: ["? all-namespaces: all"],
        workloads: ["netpol[chaos=true]"],
        faults: ["network"],
      },
    ],
    [
      ["drain", "node-1", "--ignore-daemonsets"],
      { namespaces: [], workloads: ["node/node-1"], faults: ["node-drain"] },
    ],
    [
      ["-n", "shop", "label", "pod", "shop-0", "chaos=true"],
      {
        namespaces: ["shop"],
        workloads: ["pod/shop-0"],
        faults: ["configuration-change"],
      },
    ],
    [
      ["-n", "shop", "set", "image", "deployment/shop", "shop=registry/shop:2"],
      {
        namespaces: ["shop"],
        workloads: ["deployment/shop"],
        faults: ["configuration-change"],
      },
    ],
    [
      ["-n", "shop", "get", "pods"],
      { namespaces: [], workloads: [], faults: [] },
    ],
    [
      ["-n", "shop", "shake", "pods"],
      {
        namespaces: ["? program: kubectl shake"],
        workloads: ["? program: kubectl shake"],
        faults: ["? program: kubectl shake"],
      },
    ],
    [
      { "-n": "shop", delete: "pod/shop-0" },
      {
        namespaces: ["shop"],
        workloads: ["pod/shop-0"],
        faults: ["pod-termination"],
      },
    ],
    [
      "-n shop delete pod 'shop-0'",
      {
        namespaces: ["shop"],
        workloads: ["pod/shop-0"],
        faults: ["pod-termination"],
      },
    ],
    [
      "-n shop get pods | xargs kubectl delete",
      {
        namespaces: ["? shell: kubectl"],
        workloads: ["? shell: kubectl"],
        hosts: ["? shell: kubectl"],
        faults: ["? shell: kubectl"],
      },
    ],
  ])("%j", (args, expected) => {
    expect(kubectl(args)).toEqual({ hosts: [], ...expected });
  });
});

describe("what chaosk8s touches", () => {
  it.each([
    [
      "pod.actions",
      "terminate_pods",
      { ns: "shop", label_selector: "app=shop", rand: true },
      {
        namespaces: ["shop"],
        workloads: ["pod[app=shop]"],
        faults: ["pod-termination"],
      },
    ],
    [
      "pod.actions",
      "terminate_pods",
      { name_pattern: "shop-.*" },
      {
        namespaces: ["default"],
        workloads: ["pod/~shop-.*"],
        faults: ["pod-termination"],
      },
    ],
    [
      "deployment.actions",
      "scale_deployment",
      { name: "shop", replicas: 0, ns: "${replaceable}" },
      {
        namespaces: ["shop-staging?"],
        workloads: ["deployment/shop"],
        faults: ["scaling"],
      },
    ],
    [
      "statefulset.actions",
      "remove_statefulset",
      { name: "shop", ns: "shop" },
      {
        namespaces: ["shop"],
        workloads: ["statefulset/shop"],
        faults: ["deletion"],
      },
    ],
    [
      "node.actions",
      "drain_nodes",
      { label_selector: "zone=a" },
      { namespaces: [], workloads: ["node[zone=a]"], faults: ["node-drain"] },
    ],
    [
      "networking.actions",
      "deny_all_ingress",
      { label_selectors: { app: "shop" }, ns: "shop" },
      {
        namespaces: ["shop"],
        workloads: ["pod[app=shop]"],
        faults: ["network"],
      },
    ],
    [
      "chaosmesh.network.actions",
      "add_latency",
      {
        name: "slow",
        namespaces_selectors: ["shop", "cart"],
        label_selectors: "app=shop",
      },
      {
        namespaces: ["cart", "shop"],
        workloads: ["pod[app=shop]"],
        faults: ["network"],
      },
    ],
    [
      "chaosmesh.stress.actions",
      "stress_memory",
      { name: "full", ns: "shop" },
      { namespaces: ["shop"], workloads: ["pod/*"], faults: ["memory-load"] },
    ],
    [
      "deployment.actions",
      "create_deployment",
      { spec_path: "shop.yml", ns: "shop" },
      {
        namespaces: ["shop"],
        workloads: ["? manifest: create_deployment"],
        faults: ["configuration-change"],
      },
    ],
    [
      "namespace.actions",
      "delete_namespace",
      { name: "shop" },
      {
        namespaces: ["shop"],
        workloads: ["namespace/shop"],
        faults: ["deletion"],
      },
    ],
    [
      "pod.probes",
      "count_pods",
      { ns: "shop" },
      { namespaces: [], workloads: [], faults: [] },
    ],
  ])("%s.%s with %j", (module, func, args, expected) => {
    expect(kubernetes(module, func, args)).toEqual({ hosts: [], ...expected });
  });
});

describe("what other activities touch", () => {
  it("a request touches its host, also where only a probe sends it", () => {
    const url = "https://${literal}.example:8443/slow?for=${given}";
    const probe = {
      type: "probe",
      name: "look",
      provider: { type: "http", url: "https://${literal}.example/health" },
    };
    expect(short(radiusOf(action({ type: "http", url }), probe))).toEqual({
      namespaces: [],
      workloads: [],
      hosts: ["shop.example", "? variable: given"],
      faults: ["http-request"],
    });
  });

  it("of any other Python function and program it can't be told", () => {
    const python = action({
      type: "python",
      module: "chaosaws.ec2.actions",
      func: "stop_instances",
    });
    const program = action({
      type: "process",
      path: "/usr/bin/curl",
      arguments: ["-X", "POST", "https://shop.example/slow"],
    });
    const unknown = [
      "? python: chaosaws.ec2.actions.stop_instances",
      "? program: curl",
    ];
    expect(short(radiusOf(python, program))).toEqual({
      namespaces: unknown,
      workloads: unknown,
      hosts: ["shop.example", ...unknown],
      faults: unknown,
    });
  });
});

const longest = (experiment: Record<string, unknown>) =>
  blastRadiusOf(
    outlineOf({
      configuration: { wait: { type: "env", key: "W", default: 5 } },
      ...experiment,
    }),
  ).longest;
const timed = (name: string, timeout: unknown, more = {}) => ({
  type: "action",
  name,
  provider: { type: "process", path: "true", timeout },
  ...more,
});

describe("how long a run takes at most", () => {
  it("is the sum of pauses and timeouts, with the hypothesis twice", () => {
    expect(
      longest({
        "steady-state-hypothesis": {
          probes: [
            {
              type: "probe",
              name: "p",
              provider: { type: "http", timeout: [1, 2], max_retries: 1 },
            },
          ],
        },
        method: [
          timed("a", 10, { pauses: { before: 1, after: "${wait}" } }),
          { ref: "a" },
        ],
        rollbacks: [timed("b", 3)],
      }),
    ).toEqual({ known: true, milliseconds: (2 * 6 + 2 * 16 + 3) * 1000 });
  });

  it("counts what is played in the background beside the rest", () => {
    const method = [timed("a", 100, { background: true }), timed("b", 10)];
    expect(longest({ method })).toEqual({ known: true, milliseconds: 100_000 });
  });

  it("leaves out what the strategies leave out", () => {
    const runtime = {
      hypothesis: { strategy: "skip" },
      rollbacks: { strategy: "never" },
    };
    const probes = [timed("p", 10)];
    expect(
      longest({
        runtime,
        "steady-state-hypothesis": { probes },
        method: [],
        rollbacks: [timed("b", 3)],
      }),
    ).toEqual({ known: true, milliseconds: 0 });
  });

  it("can't be told where nothing ends an activity", () => {
    const python = {
      type: "action",
      name: "endless",
      provider: { type: "python", module: "m", func: "f" },
    };
    expect(longest({ method: [timed("a", 10), python] })).toEqual({
      known: false,
      atLeast: 10_000,
      activities: ["endless"],
    });
  });
});

describe("the experiments of this repository", () => {
  const namespaces = ["odavl-staging?"];
  const hosts = ["localhost:9090?", "staging.odavl.studio?"];
  it.each([
    [
      "database-pod-failure",
      {
        namespaces,
        hosts,
        workloads: ["pod/postgres-0", "statefulset/postgres"],
        faults: ["pod-termination"],
      },
      1195,
    ],
    [
      "database-connection-pool-exhaustion",
      {
        namespaces,
        hosts,
        workloads: ["pod/postgres-0"],
        faults: ["command-in-pod"],
      },
      580,
    ],
    [
      "network-partition",
      {
        namespaces,
        hosts,
        workloads: [
          "networkpolicy[chaos=true]",
          "? manifest: experiments/manifests/chaos-partition-database.yml",
        ],
        faults: [
          "configuration-change",
          "network",
          "? manifest: experiments/manifests/chaos-partition-database.yml",
        ],
      },
      815,
    ],
    [
      "circuit-breaker-open",
      {
        namespaces,
        hosts,
        workloads: [
          "networkpolicy[chaos=true]",
          "? manifest: experiments/manifests/chaos-partition-outside.yml",
        ],
        faults: [
          "configuration-change",
          "network",
          "? manifest: experiments/manifests/chaos-partition-outside.yml",
        ],
      },
      750,
    ],
    [
      "pod-resource-exhaustion",
      {
        namespaces,
        hosts,
        workloads: ["? variable: pod"],
        faults: ["command-in-pod", "cpu-load", "memory-load"],
      },
      805,
    ],
  ])("%s", (name, expected, seconds) => {
    const path = join(
      import.meta.dirname,
      "../../../experiments",
      `${name}.json`,
    );
    const { outline, diagnostics } = parseExperiment(
      readFileSync(path, "utf8"),
      { file: path },
    );
    expect(diagnostics).toEqual([]);
    const radius = blastRadiusOf(outline ?? outlineOf({}));
    expect(short(radius)).toEqual(expected);
    expect(radius.longest).toEqual({
      known: true,
      milliseconds: seconds * 1000,
    });
  });
});
