import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes a folder with a `chaos` that runs another command, and a `pip` that only says why it installs nothing. */
export async function makeCommandFolder(
  folder: string,
  { chaos, pip }: { chaos: string[]; pip: string },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeCommand(
    join(folder, "chaos"),
    `exec ${chaos.map(quote).join(" ")} "$@"`,
  );
  await writeCommand(join(folder, "pip"), `echo ${quote(pip)}`);
  return folder;
}

/** In one step, for another sandbox may be running the one that is there. */
async function writeCommand(path: string, line: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `#!/bin/sh\n${line}\n`);
  await chmod(draft, 0o755);
  await rename(draft, path);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
