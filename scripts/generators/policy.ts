import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { parse } from "yaml";
import * as z from "zod";
import { organisationSchema } from "../../core/policy/inheritance/organisation.ts";
import { policySchema } from "../../core/policy/schema.ts";
import { policyReference } from "./policy-reference.ts";
import { fillMarks } from "./tables.ts";

const SCHEMA = ".github/chaos-governor.schema.json";
const ORGANISATION_SCHEMA = ".github/chaos-governor-organisation.schema.json";
const PAGE = "docs/policy.md";
/** A policy with everything in it, which the tests read too. */
const EXAMPLE = "test/fixtures/policy/accepted/full.yml";
const ORGANISATION_EXAMPLE = "test/fixtures/policy/organisation.yml";
/** They are written as in the policy of a repository. */
const AS_IN_A_POLICY = [
  "defaults",
  "required.roles.<name>",
  "required.people.<name>",
  "required.environments.<name>.gates",
  "required.environments.<name>.stop_when[]",
  "required.environments.<name>.override",
];

/** The JSON Schemas for editors, and the reference of every key in docs/policy.md. */
export async function generatePolicyFiles(
  root: string,
): Promise<Map<string, string>> {
  const read = (path: string) => readFile(join(root, path), "utf8");
  const schema = z.toJSONSchema(policySchema, { io: "input" });
  const example = await read(EXAMPLE);
  const above = z.toJSONSchema(organisationSchema, { io: "input" });
  const exampleAbove = await read(ORGANISATION_EXAMPLE);
  const page = fillMarks(await read(PAGE), {
    keys: policyReference(schema, parse(example), { title: "The file" }),
    organisation: policyReference(above, parse(exampleAbove), {
      title: "The organisation's file",
      elsewhere: AS_IN_A_POLICY,
    }),
    example: `\`\`\`yaml\n${example.trim()}\n\`\`\``,
  });
  return new Map([
    [SCHEMA, await format(JSON.stringify(schema), { parser: "json" })],
    [
      ORGANISATION_SCHEMA,
      await format(JSON.stringify(above), { parser: "json" }),
    ],
    [PAGE, await format(page, { parser: "markdown" })],
  ]);
}
