import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "../../core/experiment/outline.ts";
import { parseDocument } from "../../core/text/document.ts";
import { mutated, seeded } from "./mutation.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = [
  "experiments",
  "test/fixtures/experiment",
  "test/fixtures/journals/experiments",
];

/**
 * Experiments made by hand, and of each as many more that are a mistake or two away from it. What becomes of one does
 * not depend on the others, so that a new fixture changes nothing else.
 */
export function documents(mutants: number): unknown[] {
  return FOLDERS.flatMap(readFolder).flatMap(({ path, experiment }) => {
    const digest = createHash("sha256").update(path).digest();
    const random = seeded(digest.readUInt32LE());
    const others = Array.from({ length: mutants }, () => {
      const once = mutated(experiment, random);
      return random(3) === 0 ? mutated(once, random) : once;
    });
    return [experiment, ...others];
  });
}

function readFolder(folder: string) {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(json|ya?ml)$/.test(name) && !/policy/.test(name))
    .toSorted()
    .flatMap((name) => {
      const text = readFileSync(join(ROOT, folder, name), "utf8");
      const format = name.endsWith(".json") ? "json" : "yaml-1.1";
      const parsed = parseDocument(text, { bytes: 1024 * 1024, format });
      return parsed.ok
        ? [
            {
              path: `${folder}/${name}`,
              experiment: onAnyMachine(parsed.document.value),
            },
          ]
        : [];
    });
}

/** Names programs and modules that are there wherever Chaos Toolkit is, so that it goes on to the rest. */
function onAnyMachine(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(onAnyMachine);
  if (!isMapping(value)) return value;
  const { type } = value;
  if (type === "process" && typeof value["path"] === "string")
    return { ...value, path: value["path"] && "/bin/sh" };
  if (type === "python" && value["module"] && value["func"])
    return {
      ...value,
      module: "os.path",
      func: "isdir",
      arguments: { s: "." },
    };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, onAnyMachine(inner)]),
  );
}
