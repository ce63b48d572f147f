import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import {
  organisationSchema,
  parseOrganisation,
} from "../core/policy/inheritance/organisation.ts";
import { parsePolicy } from "../core/policy/parse.ts";
import { policySchema } from "../core/policy/schema.ts";

const PAGE = readFileSync(
  join(import.meta.dirname, "..", "docs", "policy.md"),
  "utf8",
);
const mapping = z.record(z.string(), z.unknown());
const blocks = (text: string) =>
  [...text.matchAll(/```yaml\n(?<yaml>[^`]*)```/g)]
    .map(({ groups }) => groups?.["yaml"] ?? "")
    .filter((yaml) => parse(yaml) !== null);

/** What an example leaves out that no policy goes without: its roles, and the environments' workflows. */
const whole = mapping.parse(parse(blocks(PAGE).at(-1) ?? ""));

function completed(yaml: string): string {
  const written = mapping.parse(parse(yaml));
  const atTop = Object.keys(written).every((key) => key in policySchema.shape);
  const part = atTop ? written : inGates(written);
  const environments = z
    .record(z.string(), mapping)
    .parse(part["environments"] ?? {});
  return stringify({
    version: 1,
    ...part,
    roles: { ...mapping.parse(whole["roles"]), ...roles(part) },
    environments: Object.fromEntries(
      ["staging", ...Object.keys(environments)].map((name) => [
        name,
        { workflow: "chaos-tests.yml", ...environments[name] },
      ]),
    ),
  });
}

function roles(part: Record<string, unknown>): Record<string, unknown> {
  return mapping.parse(part["roles"] ?? {});
}

/** A part of an environment's rule, or of its gates, as the page shows it among its words. */
function inGates(part: Record<string, unknown>): Record<string, unknown> {
  const ofRule = ["override", "stop_when"].some((key) => key in part);
  const rule = ofRule ? part : { gates: part };
  return { environments: { production: rule } };
}

/** One section a mapping: its path, the keys of its table, and its examples. */
const sectionsOf = (reference: string) =>
  reference
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const title = text.slice(0, text.indexOf("\n"));
      const rows = [...text.matchAll(/^\| `(?<key>\w+)`/gm)];
      const examples = blocks(text.replace(/^## A whole policy[^]*/m, ""));
      return {
        path: title.startsWith("`") ? title.replaceAll("`", "") : "",
        keys: rows.map(({ groups }) => groups?.["key"] ?? ""),
        examples,
      };
    });

const sections = sectionsOf(PAGE.slice(PAGE.indexOf("\n## Keys")));
const organisationSections = sectionsOf(
  PAGE.slice(
    PAGE.indexOf("### The organisation's file"),
    PAGE.indexOf("\n## Keys"),
  ),
);

describe("each example in docs/policy.md", () => {
  it.each(blocks(PAGE))("is read without a mistake: %s", (yaml) => {
    const result = /^(required|defaults):/m.test(yaml)
      ? parseOrganisation(stringify({ version: 1, ...parse(yaml) }))
      : parsePolicy(completed(yaml));
    expect(result.ok ? [] : result.diagnostics).toEqual([]);
  });
});

describe("each setting in docs/policy.md", () => {
  const settings = sections.flatMap((section) =>
    section.keys.map((key) => ({ ...section, key })),
  );

  it("is a setting of the schema, and no setting is missing", () => {
    expect(settings.length).toBeGreaterThan(80);
    const top = sections.find(({ path }) => path === "");
    expect(top?.keys).toEqual(Object.keys(policySchema.shape));
    const above = organisationSections.map(({ keys }) => keys);
    expect(above[0]).toEqual(Object.keys(organisationSchema.shape));
  });

  it.each(
    organisationSections
      .slice(1)
      .flatMap(({ path, keys, examples }) =>
        keys
          .filter((key) =>
            organisationSections.every(
              (section) => !section.path.startsWith(`${path}.${key}`),
            ),
          )
          .map((key) => ({ path, key, examples })),
      ),
  )("of an organisation has an example: $path $key", ({ key, examples }) => {
    const shown = new RegExp(`^ *${key}:`, "m");
    expect(examples.some((yaml) => shown.test(yaml))).toBe(true);
  });

  it.each(settings)("has an example: $path $key", ({ path, key, examples }) => {
    const own = path === "" ? key : `${path}.${key}`;
    const within = sections.filter(
      (section) =>
        section.path.startsWith(`${own}[`) ||
        section.path.startsWith(`${own}.`) ||
        section.path === own,
    );
    const shown = new RegExp(`^[ -]*${key}:`, "m");
    const here = path === "" ? blocks(PAGE).slice(-1) : examples;
    expect(within.length > 0 || here.some((yaml) => shown.test(yaml))).toBe(
      true,
    );
  });
});
