import { quote, quoteAll } from "../../text/quote.ts";
import { touchesOf } from "../blast-radius/activity-touches.ts";
import { aimOf, isProduction } from "../environment-aim.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const productionHost: Rule = {
  code: "production-host",
  severity: "error",
  explanation:
    "The policy names the `hosts` of each environment, and an experiment that is written for another one than production (by a tag, or by the namespaces that it names) sends requests to a host of production. It then measures, or breaks, what it was not meant to touch.",
  exampleContext: {
    environments: {
      staging: { namespaces: ["shop-staging"] },
      production: { hosts: ["shop.example"] },
    },
  },
  example: {
    wrong: `
tags: [staging]
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: https://shop.example/slow, method: POST, timeout: 5 }`,
    right: `
tags: [staging]
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: https://staging.shop.example/slow, method: POST, timeout: 5 }`,
  },
  find(experiment, context) {
    const hosts = productionHosts(context);
    if (hosts.length === 0) return [];
    const aim = aimOf(experiment, context, { defaults: true });
    if (aim.some(isProduction)) return [];
    return touchesOf(experiment).flatMap((touch) =>
      touch.known &&
      touch.aspect === "hosts" &&
      hosts.some((host) => covers(host, touch.value))
        ? {
            message: `${quote(touch.value)} is a host of production, and the experiment is for ${quoteAll(aim)}`,
            hint: "name the host by a variable of `configuration` that each environment fills in",
            path: [...touch.path, "provider", "url"],
          }
        : [],
    );
  },
};

function productionHosts({ environments }: RuleContext): string[] {
  return Object.entries(environments).flatMap(([name, { hosts }]) =>
    isProduction(name) ? (hosts ?? []) : [],
  );
}

/** With or without a port; `*.` covers whatever stands below. */
function covers(host: string, touched: string): boolean {
  const [bare = ""] = touched.split(":");
  return host.startsWith("*.")
    ? bare.endsWith(host.slice(1))
    : host === touched || host === bare;
}
