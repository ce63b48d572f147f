import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { parse } from "yaml";
import * as z from "zod";
import { code, fillMarks, table } from "./tables.ts";

/* The tables of inputs and outputs in the Actions' READMEs, from their action.yml. */

const ACTIONS = [
  { metadata: "action.yml", readme: "actions/gate/README.md" },
  {
    metadata: "actions/report/action.yml",
    readme: "actions/report/README.md",
  },
  {
    metadata: "actions/validate/action.yml",
    readme: "actions/validate/README.md",
  },
];

const field = z.object({
  description: z.string(),
  required: z.boolean().default(false),
  default: z.string().optional(),
});

const metadata = z.object({
  inputs: z.record(z.string(), field),
  outputs: z.record(z.string(), field),
});

/** The READMEs as they have to be, by their paths from the root. */
export async function generateActionReadmes(
  root: string,
): Promise<Map<string, string>> {
  const entries = await Promise.all(
    ACTIONS.map(async (action): Promise<[string, string]> => {
      const known = metadata.parse(
        parse(await readFile(join(root, action.metadata), "utf8")),
      );
      const readme = await readFile(join(root, action.readme), "utf8");
      const text = fillMarks(readme, {
        inputs: inputTable(known.inputs),
        outputs: outputTable(known.outputs),
      });
      return [action.readme, await format(text, { parser: "markdown" })];
    }),
  );
  return new Map(entries);
}

function inputTable(inputs: z.infer<typeof metadata>["inputs"]): string {
  return table(
    ["Input", "What it is", "Default"],
    Object.entries(inputs).map(([name, input]) => [
      `\`${name}\``,
      input.description,
      input.required ? "required" : code(input.default ?? ""),
    ]),
  );
}

function outputTable(outputs: z.infer<typeof metadata>["outputs"]): string {
  return table(
    ["Output", "What it is"],
    Object.entries(outputs).map(([name, { description }]) => [
      `\`${name}\``,
      description,
    ]),
  );
}
