import { benchAcknowledge } from "./bench/acknowledge.ts";
import { benchActionStart } from "./bench/action-start.ts";
import { comparisonLine, speedLine } from "./bench/comparison.ts";
import { benchDecide } from "./bench/decide.ts";
import { benchDispatch } from "./bench/dispatch.ts";
import { benchOpenRequests } from "./bench/open-requests.ts";
import { benchValidate } from "./bench/validate.ts";

/*
 * How fast it is: as ratios of things that are measured in turns in the same run, where there is something to compare
 * with. It shows and judges nothing: machines
 * are noisy. Named by words, only those: `npm run bench -- decide`. With CHAOS_GOVERNOR_ALL_PARTS=1, as in CI, it ends with 1 where something to compare with is missing.
 */

const BENCHES = {
  validate: benchValidate,
  "action-start": benchActionStart,
  decide: benchDecide,
  acknowledge: benchAcknowledge,
  dispatch: benchDispatch,
  "open-requests": benchOpenRequests,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(
    `there is no bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}\n`,
  );
  process.exit(2);
}

for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  // oxlint-disable-next-line no-await-in-loop -- one at a time: they would slow each other down
  for (const found of await bench()) {
    if ("missing" in found) {
      say(`- ${found.name}: skipped, ${found.missing} is not there`);
      if (process.env["CHAOS_GOVERNOR_ALL_PARTS"] === "1") process.exitCode = 1;
    } else {
      say("figure" in found ? speedLine(found) : comparisonLine(found));
    }
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
