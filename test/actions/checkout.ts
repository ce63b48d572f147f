import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A checkout with these files, for the length of a test. */
export async function checkoutOf(
  files: Record<string, string>,
): Promise<string> {
  const workspace = await mkdtemp(join(tmpdir(), "checkout-"));
  onTestFinished(() => rm(workspace, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace, path);
    // oxlint-disable-next-line no-await-in-loop -- a handful of files
    await mkdir(dirname(file), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop -- a handful of files
    await writeFile(file, text);
  }
  return workspace;
}
