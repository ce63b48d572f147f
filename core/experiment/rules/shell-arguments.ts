import { providersOf } from "../provider-place.ts";
import type { Rule } from "../rule.ts";

export const shellArguments: Rule = {
  code: "shell-arguments",
  severity: "warning",
  explanation:
    "Where `arguments` is text, Chaos Toolkit hands the whole line to a shell: spaces split, `*` and `$` expand, and whatever a variable holds is carried out as a command. A list reaches the program as it is written. Where a shell is meant, name it: `path: sh`, `arguments: [-c, …]`.",
  example: {
    wrong: `
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: -n shop-staging delete pod shop-0
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
    providersOf(experiment)
      .filter(
        ({ provider: { type, arguments: given } }) =>
          type === "process" && typeof given === "string" && given !== "",
      )
      .map(({ path }) => ({
        message: "`arguments` is text, so that a shell reads it",
        hint: "write a list: [first, second, …]",
        path: [...path, "arguments"],
      })),
};
