import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What the sandbox's repository is filled with: this repository's own experiments, workflow, issue form, policy, Actions. */
const CONTENT = ["experiments", ".github", "actions", "action.yml"];

/** By path. */
export async function repositoryContent(): Promise<Record<string, Uint8Array>> {
  const listings = await Promise.all(CONTENT.map(filesBelow));
  const entries = listings
    .flat()
    .map(async (file) => [relative(ROOT, file), await readFile(file)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function filesBelow(path: string): Promise<string[]> {
  const full = join(ROOT, path);
  if (path.endsWith(".yml")) return [full];
  const entries = await readdir(full, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
