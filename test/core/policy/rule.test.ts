import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../core/policy/parse.ts";
import { hasGates, ruleFor } from "../../../core/policy/rule.ts";

function policy() {
  const result = parsePolicy(`
version: 1
roles: { dba: { primary: john } }
environments:
  staging: { workflow: staging.yml }
  production: { workflow: production.yml, gates: { on_call: { roles: [dba] } } }
`);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.policy;
}

describe("the rule of an environment", () => {
  it("is found by its name", () => {
    expect(ruleFor(policy(), "staging")).toMatchObject({
      ok: true,
      rule: { workflow: "staging.yml" },
    });
  });

  it("that is misspelt is not found, and the right name is suggested", () => {
    expect(ruleFor(policy(), "prodution")).toEqual({
      ok: false,
      known: ["staging", "production"],
      suggestion: "production",
    });
  });

  it.each(["constructor", "__proto__", "toString", "Production", ""])(
    "is never found for %j, which the policy does not name",
    (environment) => {
      expect(ruleFor(policy(), environment).ok).toBe(false);
    },
  );

  it("has gates where one is configured", () => {
    const { environments } = policy();
    const [staging, production] = Object.values(environments);
    expect(staging && hasGates(staging)).toBe(false);
    expect(production && hasGates(production)).toBe(true);
  });
});
