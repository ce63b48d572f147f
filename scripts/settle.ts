import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/**
 * Writes generated files, by their paths from the root. With `--check` it only compares, and says of each that differs
 * which command makes it anew; the process then ends with 1.
 */
export async function settle(
  files: ReadonlyMap<string, string>,
  command: string,
): Promise<void> {
  const check = process.argv.includes("--check");
  await Promise.all(
    [...files].map(([file, text]) =>
      check ? compare(file, text, command) : write(file, text),
    ),
  );
}

async function write(file: string, text: string): Promise<void> {
  const path = join(ROOT, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function compare(
  file: string,
  text: string,
  command: string,
): Promise<void> {
  if ((await committed(join(ROOT, file))) === text) return;
  process.stderr.write(
    `${file} is not what its sources make: run "${command}" and commit it.\n`,
  );
  process.exitCode = 1;
}

async function committed(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const absent =
      error instanceof Error && "code" in error && error.code === "ENOENT";
    if (absent) return undefined;
    throw error;
  }
}
