import { join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { besides, type Bundled, later } from "./later.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Some dependencies are CommonJS and ask for Node's modules with `require`, which a module does not have. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** Bundles a file with all that it needs. The same sources give the same bytes on every machine. */
export async function bundle(
  entry: string,
  how: Pick<BuildOptions, "format" | "banner"> = {
    format: "esm",
    banner: { js: REQUIRE },
  },
): Promise<Bundled> {
  const parts: Bundled[] = [];
  const files = new Map<string, Bundled>();
  const { outputFiles, metafile } = await build({
    ...how,
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    minify: true,
    // V8 reads a text of ASCII alone faster.
    charset: "ascii",
    legalComments: "none",
    plugins: [
      besides(
        (path) => bundle(path),
        (name, file) => files.set(name, file),
      ),
      later(
        (path) => bundle(path, { format: "cjs" }),
        (part) => parts.push(part),
      ),
      builtInFetch,
      onlyWhatIsUsed,
    ],
  });
  return {
    text: outputFiles.map(({ text }) => text).join(""),
    inputs: [
      ...Object.keys(metafile.inputs),
      ...[...parts, ...files.values()].flatMap(({ inputs }) => inputs),
    ],
    files,
  };
}

const builtInFetch: Plugin = {
  name: "built-in fetch",
  setup(esbuild) {
    const path = join(import.meta.dirname, "undici.ts");
    esbuild.onResolve({ filter: /^undici$/ }, () => ({
      path,
      sideEffects: false,
    }));
  },
};

/** GitHub's toolkit does nothing when it is imported, but does not say so; unsaid, all of it would be bundled. */
const onlyWhatIsUsed: Plugin = {
  name: "only what is used",
  setup(esbuild) {
    esbuild.onResolve(
      { filter: /^(@actions\/|\.)/ },
      async ({ path, pluginData, ...asked }) => {
        const toolkit = path.startsWith("@actions/")
          ? path
          : asked.importer.includes("/node_modules/@actions/");
        if (pluginData === SEEN || !toolkit) return undefined;
        const { importer, resolveDir, kind } = asked;
        const found = await esbuild.resolve(path, {
          importer,
          resolveDir,
          kind,
          pluginData: SEEN,
        });
        return { ...found, sideEffects: false };
      },
    );
  },
};

const SEEN = "resolved once";
