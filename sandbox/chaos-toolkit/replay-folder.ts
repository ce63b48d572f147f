import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes a folder with a `chaos` and a `pip` that replay. @returns the folder, to be put first on PATH */
export async function makeReplay(cacheDir: string): Promise<string> {
  const folder = join(cacheDir, "chaos-toolkit-replay");
  await mkdir(folder, { recursive: true });
  const chaos = [process.execPath, join(import.meta.dirname, "replay.ts")];
  const scripts = {
    chaos: `exec ${chaos.map((word) => quote(word)).join(" ")} "$@"`,
    pip: 'echo "Nothing is installed: recorded runs of Chaos Toolkit are replayed here."',
  };
  for (const [name, line] of Object.entries(scripts)) {
    const path = join(folder, name);
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, `#!/bin/sh\n${line}\n`);
    await chmod(draft, 0o755);
    // In one step, for another sandbox may be running the old one.
    await rename(draft, path);
  }
  return folder;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
