import { placesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const noRollbacks: Rule = {
  code: "no-rollbacks",
  severity: "warning",
  explanation:
    "The method acts on the system, and nothing is written down that would put it back. When the run is stopped half-way, a person has to find out what was changed and how to undo it. Where the system mends itself, let a rollback wait until it has.",
  example: {
    wrong: `
method:
  - type: action
    name: stop-the-database
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "0"]
      timeout: 30
rollbacks: []`,
    right: `
method:
  - type: action
    name: stop-the-database
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "0"]
      timeout: 30
rollbacks:
  - type: action
    name: start-the-database
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "1"]
      timeout: 30`,
  },
  find(experiment) {
    const places = placesOf(experiment);
    const acts = places.some(
      ({ section, activity }) =>
        section === "method" && activity.type === "action",
    );
    const rollsBack = places.some(({ section }) => section === "rollbacks");
    if (!acts || rollsBack) return [];
    return [
      {
        message: "the method changes the system, and nothing puts it back",
        hint: "add `rollbacks` that undo what the method does",
        path: ["rollbacks" in experiment ? "rollbacks" : "method"],
        part: "key",
        missing: "rollbacks",
      },
    ];
  },
};
