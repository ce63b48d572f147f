import { writtenPlacesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const dryActivity: Rule = {
  code: "dry-activity",
  severity: "error",
  explanation:
    "Chaos Toolkit takes an activity's own `dry` in place of the one of the run, and knows none of the values that a file can hold. So an activity with `dry` is carried out even where the whole run is dry: the opposite of what it says.",
  example: {
    wrong: `
method:
  - type: action
    name: kill-the-pod
    dry: true
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, delete, pod, shop-0]
      timeout: 30`,
    right: `
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, delete, pod, shop-0]
      timeout: 30`,
  },
  find: (experiment) =>
    writtenPlacesOf(experiment)
      .filter(({ activity }) => activity["dry"] !== undefined)
      .map(({ path }) => ({
        message:
          "with `dry`, an activity is carried out even where the whole run is dry",
        hint: "remove `dry`; a dry run is asked for with `chaos run --dry`",
        path: [...path, "dry"],
        part: "key",
      })),
};
