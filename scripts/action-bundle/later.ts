import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/** One file's bundle: its text, and the paths of all that is in it. */
export interface Bundled {
  text: string;
  inputs: string[];
  /** Files that belong beside it, by their names. */
  files: Map<string, Bundled>;
}

/**
 * What a file imports later, with `await import(…)`, stays text in its bundle until then: V8 reads all of a
 * file before it runs the first line, and an Action's first line should not wait for a megabyte (docs/adr/0007).
 *
 * @param bundlePart makes a CommonJS bundle of the part; told with `bundled` once it is made
 */
export function later(
  bundlePart: (path: string) => Promise<Bundled>,
  bundled: (part: Bundled) => void,
): Plugin {
  return {
    name: "later",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
        kind === "dynamic-import" && !hasOwnRoom(path)
          ? { path: join(resolveDir, path), namespace: "later" }
          : undefined,
      );
      build.onLoad({ filter: /^/, namespace: "later" }, async ({ path }) => {
        const part = await bundlePart(path);
        bundled(part);
        return { contents: loaderOf(part.text, basename(path, ".ts")) };
      });
    },
  };
}

/**
 * What has a room of its own beside its importer is needed by few, and as large as all the rest: it becomes a file of its
 * own, called as the room is.
 *
 * @param bundleFile makes a bundle of it; told with `bundled` once it is made
 */
export function besides(
  bundleFile: (path: string) => Promise<Bundled>,
  bundled: (name: string, file: Bundled) => void,
): Plugin {
  return {
    name: "besides",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, async (asked) => {
        const { kind, path, resolveDir } = asked;
        if (kind !== "dynamic-import" || !hasOwnRoom(path)) return undefined;
        const name = `${basename(dirname(path))}.js`;
        bundled(name, await bundleFile(join(resolveDir, path)));
        return { path: `./${name}`, external: true };
      });
    },
  };
}

function hasOwnRoom(path: string): boolean {
  return /^\.\/[^/]+\//.test(path);
}

/** A CommonJS module that runs the text and hands on what it exports. */
function loaderOf(text: string, name: string): string {
  return `
    const { Script } = require("node:vm");
    const source = ${JSON.stringify(`(function (module, exports, require) {${text}\n})`)};
    const part = { exports: {} };
    new Script(source, { filename: ${JSON.stringify(`${name}.js`)} }).runInThisContext()(part, part.exports, require);
    module.exports = part.exports;
  `;
}
