import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { settle } from "./settle.ts";

/*
 * Bundles each Action into its dist folder, because GitHub runs what is committed and installs nothing. `--check` only
 * compares. The same sources give the same bytes on every machine.
 */

const ROOT = join(import.meta.dirname, "..");
const ACTIONS = ["gate", "report"];

/** The files of an Action's dist folder and what they have to hold. */
async function bundle(action: string): Promise<Map<string, string>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`actions/${action}/index.ts`],
    // What only some runs need is loaded by those: it lies in a file of its own, and what both need in a third.
    splitting: true,
    chunkNames: "[name]",
    outdir: `actions/${action}/dist`,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    // Some dependencies are CommonJS and ask for Node's modules with `require`, which a module does not have.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  const folder = `actions/${action}/dist`;
  return new Map([
    ...outputFiles.map(({ path, text }): [string, string] => [
      relative(ROOT, path),
      text,
    ]),
    [`${folder}/LICENSES.txt`, await licences(Object.keys(metafile.inputs))],
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

const bundles = await Promise.all(ACTIONS.map(bundle));
await settle(
  new Map(bundles.flatMap((bundled) => [...bundled])),
  "npm run bundle",
);
