import { describe, expect, it } from "vitest";
import { runSeries } from "./series.ts";

/** One that is run, and one that is denied; `npm run crash` has hundreds. */
const SEEDS = [66, 69];

describe("a process that is killed in the middle of its work", () => {
  it(
    "keeps every promise to those who ask, when it is started again",
    { timeout: 600_000 },
    async () => {
      const { outcomes, problems } = await runSeries({
        base: "embedded",
        seeds: SEEDS,
        atOnce: SEEDS.length,
        outages: false,
        progress: () => undefined,
      });
      expect(outcomes.flatMap(({ broken }) => broken)).toEqual([]);
      expect(problems).toEqual([]);
      expect(outcomes.flatMap(({ died }) => died)).not.toEqual([]);
    },
  );
});
