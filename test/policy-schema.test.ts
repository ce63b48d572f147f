import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const ajv = new Ajv2020();
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(read(".github/chaos-governor.schema.json")),
);

describe("the policy's JSON Schema", () => {
  it.each([
    ".github/chaos-governor.yml",
    "test/fixtures/policy/accepted/full.yml",
    "test/fixtures/policy/accepted/least.yml",
  ])("accepts %s, as the app does", (path) => {
    validate(parse(read(path)));
    expect(validate.errors).toBeNull();
  });

  it.each(["keys-that-are-none", "values-of-the-wrong-kind"])(
    "refuses the policy %s, as the app does",
    (name) => {
      const policy: unknown = parse(
        read(`test/fixtures/policy/refused/${name}.yml`),
      );
      expect(validate(policy)).toBe(false);
    },
  );
});
