import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as z from "zod";
import { judge } from "../../../core/journal/judge.ts";
import { nameOf } from "../../../core/journal/entry.ts";
import type { Entry } from "../../../core/journal/schema.ts";
import { installedChaosToolkit } from "../../../sandbox/chaos-toolkit/find.ts";
import {
  record,
  type RecordingCase,
  recordingCase,
} from "../../../sandbox/chaos-toolkit/recording.ts";
import { describeWith } from "../../needs.ts";
import { FIXTURES, parsed, recorded } from "./journals.ts";

const ROOT = join(import.meta.dirname, "../../..");
const installed = await installedChaosToolkit({
  env: process.env,
  cacheDir: join(ROOT, ".sandbox"),
});
const cases = z
  .array(recordingCase)
  .parse(JSON.parse(readFileSync(join(FIXTURES, "cases.json"), "utf8")));

const object = z.record(z.string(), z.unknown());

/**
 * What has to be the same however fast the machine is: no times, and of a run that was looked at all the while neither
 * how often, nor how far it came until it was stopped.
 */
function shape(text: string, { arguments: options }: RecordingCase) {
  const journal = parsed(text);
  const isStopped = options.includes("--fail-fast");
  const { before, after, during } = journal.steady_states ?? {};
  return {
    verdict: judge(journal).verdict,
    status: journal.status,
    deviated: journal.deviated,
    keys: Object.keys(object.parse(JSON.parse(text.replaceAll("NaN", "null")))),
    run: isStopped ? "some of it" : entries(journal.run),
    rollbacks: entries(journal.rollbacks),
    before: before?.steady_state_met,
    after: after?.steady_state_met,
    during: during?.some((look) => look.steady_state_met === false),
  };
}

function entries(list: Entry[] | null | undefined) {
  return list?.map(({ activity, status }) => [nameOf(activity), status]);
}

describeWith(
  { name: "Chaos Toolkit", present: installed !== undefined },
  "the recorded journals are what Chaos Toolkit writes today",
  () => {
    const chaos = join(installed?.bin ?? "", "chaos");

    it.concurrent.each(cases)("$name", { timeout: 60_000 }, async (entry) => {
      const experiment = join(FIXTURES, "experiments", entry.experiment);
      const { exit, journal } = await record(chaos, experiment, entry);
      expect(exit).toBe(entry.exit);
      expect(shape(journal, entry)).toEqual(shape(recorded(entry.name), entry));
    });
  },
);
