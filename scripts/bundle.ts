import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./action-bundle/bundle.ts";
import { settle } from "./settle.ts";

/*
 * Bundles each Action into one file, and one for a room of it that few need, because GitHub runs what is committed and installs nothing. `--check` only
 * compares.
 */

const ROOT = join(import.meta.dirname, "..");
const ACTIONS = ["gate", "report", "validate"];

/** The files of an Action's dist folder and what they have to hold. */
async function distOf(action: string): Promise<Map<string, string>> {
  const { text, inputs, files } = await bundle(`actions/${action}/index.ts`);
  const folder = `actions/${action}/dist`;
  return new Map([
    [`${folder}/index.js`, text],
    ...[...files].map(
      ([name, file]) => [`${folder}/${name}`, file.text] as const,
    ),
    [`${folder}/LICENSES.txt`, await licences(inputs)],
  ]);
}

/** The licences of all packages of which something is in the bundle. */
async function licences(inputs: string[]): Promise<string> {
  const packages = new Set(
    inputs.flatMap(
      (path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
    ),
  );
  const texts = await Promise.all(
    [...packages].toSorted().map(async (folder) => {
      const names = await readdir(join(ROOT, folder));
      const file = names.toSorted().find((name) => /^licen[cs]e/i.test(name));
      const text = file && (await readFile(join(ROOT, folder, file), "utf8"));
      const name = folder.replace(/^.*node_modules\//, "");
      return `${name}\n\n${text?.trim() ?? "No licence file."}\n`;
    }),
  );
  return [...new Set(texts)].join(`\n${"-".repeat(80)}\n\n`);
}

const bundles = await Promise.all(ACTIONS.map(distOf));
await settle(
  new Map(bundles.flatMap((bundled) => [...bundled])),
  "npm run bundle",
);
