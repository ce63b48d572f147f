/*
 * Records the journals that tests judge and that the sandbox replays, from runs of the real Chaos Toolkit:
 *
 *     test/fixtures/journals/<case>.json   one for each case in cases.json
 *     sandbox/journals/<experiment>.json   one for each experiments/sandbox-*.json
 *
 * Fails where a run does not exit as its case says.
 */
import { glob, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import { findChaosToolkit } from "../sandbox/chaos-toolkit/find.ts";
import { record, recordingCase } from "../sandbox/chaos-toolkit/recording.ts";

const ROOT = join(import.meta.dirname, "..");
const FIXTURES = join(ROOT, "test/fixtures/journals");

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const found = await findChaosToolkit({
  env: process.env,
  log: say,
  cacheDir: join(ROOT, ".sandbox"),
});
if (found.kind === "replay")
  throw new Error(`recording needs the real Chaos Toolkit: ${found.why}`);
const chaos = join(found.bin, "chaos");

const cases = z
  .array(recordingCase)
  .parse(JSON.parse(await readFile(join(FIXTURES, "cases.json"), "utf8")));
for (const entry of cases) {
  const experiment = join(FIXTURES, "experiments", entry.experiment);
  const { exit, journal, output } = await record(chaos, experiment, entry);
  if (exit !== entry.exit)
    throw new Error(
      `${entry.name}: exit ${exit} instead of ${entry.exit}\n${output}`,
    );
  await writeFile(join(FIXTURES, `${entry.name}.json`), journal);
  say(`recorded ${entry.name}`);
}

for await (const path of glob("experiments/sandbox-*.json", { cwd: ROOT })) {
  const { journal } = await record(chaos, join(ROOT, path), { arguments: [] });
  await writeFile(join(ROOT, "sandbox/journals", basename(path)), journal);
  say(`recorded ${basename(path, ".json")}`);
}
