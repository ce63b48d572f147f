import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { parseExperiment } from "../../../core/experiment/parse.ts";
import { RULES } from "../../../core/experiment/registry.ts";
import type { Checks } from "../../../core/experiment/rule.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/experiment/rules");
const CODES = RULES.map(({ code }) => code);

/** What a policy says about environments, where a fixture needs it. */
const context = z.object({
  environments: z.record(
    z.string(),
    z.object({
      namespaces: z.array(z.string()).optional(),
      hosts: z.array(z.string()).optional(),
    }),
  ),
});

function find(code: string, which: "trips" | "passes") {
  const folder = join(FIXTURES, code);
  const file = readdirSync(folder).find((name) => name.startsWith(which)) ?? "";
  const policy = join(folder, "policy.json");
  const checks = existsSync(policy)
    ? context.parse(JSON.parse(readFileSync(policy, "utf8")))
    : {};
  const text = readFileSync(join(folder, file), "utf8");
  return parseExperiment(text, { file, checks }).diagnostics;
}

const codesIn = (findings: { code: string }[]) =>
  findings.map((one) => one.code);

describe("each rule", () => {
  it("has a code of its own and a folder of fixtures", () => {
    expect(new Set(CODES).size).toBe(CODES.length);
    expect(readdirSync(FIXTURES).toSorted()).toEqual(CODES.toSorted());
  });

  it.each(CODES)("%s finds what its fixture breaks, and where", (code) => {
    const found = find(code, "trips").filter((one) => one.code === code);
    expect(found).not.toEqual([]);
    for (const { line, path, message } of found) {
      expect(line).toBeGreaterThan(1);
      expect(path).not.toEqual([]);
      expect(message).not.toBe("");
    }
  });

  it.each(CODES)(
    "%s leaves the other fixture alone, as all others do",
    (code) => {
      expect(find(code, "passes")).toEqual([]);
    },
  );
});

const fragment = z.record(z.string(), z.unknown());
const SOUND = fragment.parse(
  JSON.parse(readFileSync(join(FIXTURES, "../sound.json"), "utf8")),
);

function parseExample(text: string, checks: Checks = {}) {
  const document = { ...SOUND, ...fragment.parse(parseYaml(text)) };
  return parseExperiment(JSON.stringify(document), {
    file: "example.json",
    checks,
  });
}

describe("the examples of each rule", () => {
  it.each(RULES)(
    "$code: the wrong one is found, the right one is not",
    (rule) => {
      const { code, example, exampleContext } = rule;
      const wrong = parseExample(example.wrong, exampleContext);
      expect(codesIn(wrong.diagnostics)).toContain(code);
      const right = parseExample(example.right, exampleContext);
      expect(codesIn(right.diagnostics)).toEqual([]);
    },
  );
});

describe("the policy weighs a rule's findings", () => {
  const text = JSON.stringify({
    ...SOUND,
    method: [{ ref: "nobody" }],
    rollbacks: [{ ref: "nobody" }],
    tagz: [],
  });
  const weights = (rules: Checks["rules"]) =>
    parseExperiment(text, {
      file: "a.json",
      checks: { rules },
    }).diagnostics.map(
      ({ code, severity, path }) => `${severity} ${code} ${path.join(".")}`,
    );

  it("as it says", () => {
    expect(weights({ "unknown-key": "info" })).toEqual([
      "error dangling-ref method.0.ref",
      "error dangling-ref rollbacks.0.ref",
      "info unknown-key tagz",
    ]);
  });

  it("off, so that nothing is found, unless Chaos Toolkit itself refuses it", () => {
    expect(weights({ "unknown-key": "off", "dangling-ref": "off" })).toEqual([
      "error dangling-ref method.0.ref",
    ]);
    expect(weights({ "dangling-ref": "warning" })).toEqual([
      "error dangling-ref method.0.ref",
      "warning dangling-ref rollbacks.0.ref",
      "error unknown-key tagz",
    ]);
  });
});

describe("a policy that makes light of unknown keys", () => {
  it("does not hide that the key that was meant is missing, which Chaos Toolkit refuses", () => {
    const { diagnostics } = parseExperiment(
      JSON.stringify({ title: "t", descriptio: "d", method: [] }),
      { file: "e.json", checks: { rules: { "unknown-key": "info" } } },
    );
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors).toMatchObject([
      { code: "missing-key", path: ["description"] },
    ]);
  });
});

const messagesOf = (code: string) =>
  find(code, "trips")
    .filter((one) => one.code === code)
    .map((one) => one.message);

describe("a rule looks closely:", () => {
  it("a shell fills in no name that is nobody's", () => {
    expect(messagesOf("unknown-variable")).toContain(
      "nothing fills in `${namespce}`",
    );
  });

  it("what stands beside a reference changes nothing of the activity", () => {
    expect(messagesOf("unknown-key")).toContainEqual(
      expect.stringContaining("`pauses` beside a `ref` is ignored"),
    );
  });

  it.each([
    ["https://shop:correct-horse@shop.example/", 1],
    ["postgres://:correct-horse@db/orders", 1],
    ["https://shop:${password}@shop.example/", 0],
    ["https://shop@shop.example:8443/a:b@c", 0],
    ["git@shop.example:orders/shop.git", 0],
  ])("%s holds a password, or not", (address, count) => {
    const text = JSON.stringify({ configuration: { address } });
    const { diagnostics } = parseExperiment(text, { file: "a.json" });
    expect(
      codesIn(diagnostics).filter((code) => code === "inline-secret"),
    ).toHaveLength(count);
  });
});
