import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Shift } from "../../../../core/gate/facts.ts";
import { coverRun } from "../../../../core/gate/on-call/rota-coverage.ts";

const BEGIN = Date.parse("2026-11-24T12:00:00Z");
const at = (minute: number) => new Date(BEGIN + minute * 60_000);

/** Some begin before the run, some end after it, some last for no time at all or end before they begin. */
const moment = fc.option(fc.integer({ min: -5, max: 35 }), { nil: undefined });
const who = fc.constantFrom<
  { person: string } | { left: string } | { stranger: string }
>(
  { person: "ahmed" },
  { person: "sarah" },
  { person: "mike" },
  { left: "lisa" },
  { stranger: "Jane" },
);
const rota = fc.array(fc.tuple(who, moment, moment), { maxLength: 8 });
const length = fc.integer({ min: 1, max: 30 });

type Drawn = [
  Parameters<typeof shiftOf>[0],
  number | undefined,
  number | undefined,
];

function shiftOf(
  someone: { person: string } | { left: string } | { stranger: string },
  from: number | undefined,
  until: number | undefined,
): Shift {
  return {
    ...someone,
    ...(from !== undefined && { from: at(from) }),
    ...(until !== undefined && { until: at(until) }),
  };
}

/** The names of that kind who are on call in a minute. */
function namesIn(drawn: Drawn[], minute: number, kind: string): string[] {
  const names = drawn
    .filter(([, from]) => from === undefined || from <= minute)
    .filter(([, , until]) => until === undefined || minute < until)
    .flatMap(([someone]) =>
      Object.entries(someone).flatMap(([key, name]) =>
        key === kind ? [name] : [],
      ),
    );
  return [...new Set(names)].toSorted();
}

describe("the coverage of a run", () => {
  it("is what a look at the rota in each of its minutes comes to", () => {
    fc.assert(
      fc.property(rota, length, (drawn, minutes) => {
        const { turns, gap, strangers } = coverRun(
          drawn.map((shift) => shiftOf(...shift)),
          { from: at(0), until: at(minutes) },
        );
        const all = Array.from({ length: minutes }, (_, minute) => minute);
        const people = all.map((minute) => namesIn(drawn, minute, "person"));
        const others = all.map((minute) => namesIn(drawn, minute, "stranger"));
        const first = all.find(
          (minute) => !people[minute]?.length && !others[minute]?.length,
        );
        expect(gap?.from).toEqual(first === undefined ? undefined : at(first));
        expect(strangers.map(({ user }) => user)).toEqual([
          ...new Set(others.flat()),
        ]);
        const changes = people
          .map((names, minute) => ({ people: names, from: at(minute) }))
          .filter(({ people: names }) => names.length > 0)
          .filter(
            ({ people: names }, index, turned) =>
              names.join() !== turned[index - 1]?.people.join(),
          );
        expect(
          turns.map((turn) => ({ ...turn, people: turn.people.toSorted() })),
        ).toEqual(changes);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is told with the end of its gap where somebody comes afterwards, within the run or not", () => {
    fc.assert(
      fc.property(rota, length, (drawn, minutes) => {
        const { gap } = coverRun(
          drawn.map((shift) => shiftOf(...shift)),
          { from: at(0), until: at(minutes) },
        );
        if (!gap) return;
        const begins = (gap.from.getTime() - BEGIN) / 60_000;
        const later = Array.from({ length: 60 }, (_, more) => begins + more);
        const again = later.find((minute) =>
          ["person", "stranger"].some(
            (kind) => namesIn(drawn, minute, kind).length > 0,
          ),
        );
        expect(gap.until).toEqual(again === undefined ? undefined : at(again));
      }),
      { numRuns: 2_000 },
    );
  });
});
