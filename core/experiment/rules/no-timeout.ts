import { providersOf } from "../provider-place.ts";
import type { Rule } from "../rule.ts";

export const noTimeout: Rule = {
  code: "no-timeout",
  severity: "warning",
  explanation:
    "A process or an HTTP request without a `timeout` may take forever: Chaos Toolkit has no limit of its own. A system that hangs is what an experiment brings about, and then the run hangs with it, and its rollbacks are not played.",
  example: {
    wrong: `
method:
  - type: probe
    name: shop-answers-meanwhile
    provider: { type: http, url: https://shop.example/health }`,
    right: `
method:
  - type: probe
    name: shop-answers-meanwhile
    provider: { type: http, url: https://shop.example/health, timeout: 5 }`,
  },
  find: (experiment) =>
    providersOf(experiment)
      .filter(
        ({ provider: { type, timeout } }) =>
          (type === "http" || type === "process") &&
          (timeout === undefined || timeout === null),
      )
      .map(({ provider, path }) => ({
        message: `nothing ends the ${provider.type === "http" ? "request" : "process"} if it hangs`,
        hint: "add `timeout`, in seconds, to the provider",
        path,
        part: "key",
      })),
};
