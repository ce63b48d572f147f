import { quote } from "../../text/quote.ts";
import { durationsOf } from "../duration-place.ts";
import type { Rule } from "../rule.ts";

export const negativeDuration: Rule = {
  code: "negative-duration",
  severity: "error",
  explanation:
    "A pause, a `timeout` or a duration below zero can't be waited for. Chaos Toolkit accepts it, and the activity raises when it is played; a `timeout` of zero ends everything before it begins.",
  example: {
    wrong: `
method:
  - type: action
    name: kill-the-pod
    pauses: { after: -10 }
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, delete, pod, shop-0]
      timeout: 30`,
    right: `
method:
  - type: action
    name: kill-the-pod
    pauses: { after: 10 }
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, delete, pod, shop-0]
      timeout: 30`,
  },
  find: (experiment) =>
    durationsOf(experiment).flatMap(({ kind, seconds, path }) => {
      const isWrong =
        seconds !== undefined &&
        (seconds < 0 || (kind === "timeout" && seconds === 0));
      if (!isWrong) return [];
      return {
        message: `${quote(seconds)} is no time that could pass`,
        hint: "write a number of seconds above zero",
        path,
      };
    }),
};
