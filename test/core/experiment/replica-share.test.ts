import { describe, expect, it } from "vitest";
import { blastRadiusOf } from "../../../core/experiment/blast-radius.ts";
import { outlineOf } from "../../../core/experiment/outline.ts";

const pods = (given: Record<string, unknown>) => ({
  type: "python",
  module: "chaosk8s.pod.actions",
  func: "terminate_pods",
  arguments: { ns: "shop", label_selector: "app=shop", ...given },
});
const python = (
  module: string,
  func: string,
  given: Record<string, unknown>,
) => ({ type: "python", module, func, arguments: { ns: "shop", ...given } });
const kubectl = (words: string) => ({
  type: "process",
  path: "/usr/bin/kubectl",
  arguments: words,
});

/** The share that actions of these providers take, or who is to blame that it can't be told. */
function shareOf(...providers: Record<string, unknown>[]) {
  const outline = outlineOf({
    configuration: { share: 30 },
    method: providers.map((provider, index) => ({
      type: "action",
      name: `action-${String(index)}`,
      provider,
    })),
  });
  const { replicas } = blastRadiusOf(outline);
  return replicas.known ? replicas.share : replicas.activities;
}

describe("the share of the replicas that an experiment takes at once", () => {
  it.each<[Record<string, unknown>, number]>([
    [pods({ mode: "percentage", qty: 25 }), 0.25],
    [pods({ mode: "percentage", qty: "${share}" }), 0.3],
    [pods({ all: true }), 1],
    [
      python("chaosk8s.chaosmesh.network.actions", "add_latency", {
        mode: "fixed-percent",
        mode_value: "40",
      }),
      0.4,
    ],
    [
      python("chaosk8s.deployment.actions", "scale_deployment", {
        name: "shop",
        replicas: 0,
      }),
      1,
    ],
    [
      python("chaosk8s.deployment.actions", "delete_deployment", {
        name: "shop",
      }),
      1,
    ],
    [kubectl("scale deployment/shop --replicas=0 -n shop"), 1],
    [kubectl("delete pods --all -n shop"), 1],
    [kubectl("delete deployment shop -n shop"), 1],
  ])("of %j is %d", (provider, share) => {
    expect(shareOf(provider)).toBe(share);
  });

  it.each([
    pods({ qty: 2 }),
    pods({ mode: "percentage", qty: "${missing}" }),
    pods({ mode: "percentage", qty: 250 }),
    kubectl("delete pod shop-0 -n shop"),
    kubectl("scale deployment/shop --replicas=1 -n shop"),
    { type: "process", path: "./break-it.sh" },
    { type: "python", module: "ours.actions", func: "break_it" },
  ])("of %j can't be told", (provider) => {
    expect(shareOf(provider)).toEqual(["action-0"]);
  });

  it("is the largest of all, and all of them where one takes all", () => {
    const some = pods({ mode: "percentage", qty: 25 });
    const more = pods({ mode: "percentage", qty: 50 });
    expect(shareOf(some, more)).toBe(0.5);
    expect(shareOf(pods({ qty: 2 }), pods({ all: true }))).toBe(1);
    expect(shareOf(some, pods({ qty: 2 }))).toEqual(["action-1"]);
  });

  it("is nothing where no workload is touched", () => {
    const url = "https://shop.example/break";
    expect(shareOf({ type: "http", url })).toBe(0);
    expect(shareOf(kubectl("get pods -n shop"))).toBe(0);
    expect(shareOf()).toBe(0);
  });
});
