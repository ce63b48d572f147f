import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const names = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: names, bin: names })
  .parse(JSON.parse(read("package.json")));
const { include } = z
  .object({ include: z.array(z.string()) })
  .parse(JSON.parse(read("tsconfig.build.json")));

const IMPORTED = /(?:from|import) "((?:@[\w-]+\/)?[a-z][\w.-]*)[^":]*"/g;

/** The packages that a source file imports; what is imported as a type alone is not there when it runs. */
function packagesOf(path: string): string[] {
  const text = read(path).replaceAll(/^import type [^;]+;$/gm, "");
  return [...text.matchAll(IMPORTED)].flatMap(([, name]) => name ?? []);
}

describe("the package as it is installed", () => {
  it("brings everything that the built rooms import, and nothing else", () => {
    const files = globSync(
      include.map((room) => `${room}/**/*.ts`),
      { cwd: ROOT },
    );
    const imported = new Set(files.flatMap(packagesOf));
    expect([...imported].toSorted()).toEqual(
      Object.keys(manifest.dependencies).toSorted(),
    );
  });

  it("runs its command with Node, from a file that the build makes", () => {
    for (const built of Object.values(manifest.bin)) {
      const source = built.replace(/^dist\/(.*)\.js$/, "$1.ts");
      expect(read(source)).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });
});
