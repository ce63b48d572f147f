import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromExactJson, toExactJson } from "../../../core/text/exact-json.ts";

const throughText = (value: unknown): unknown =>
  fromExactJson(JSON.parse(JSON.stringify(toExactJson(value))));

/** Any plain data, with everything for which JSON has no words, and with keys that look like tags. */
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, true, false, null),
    fc.date({ noInvalidDate: false }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom("$date", "$number", "$$", "$", "__proto__", "toJSON"),
      ),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
    fc
      .array(fc.tuple(fc.string(), tie("value")), { maxLength: 3 })
      .map((entries) => new Map(entries)),
    fc.array(fc.string(), { maxLength: 3 }).map((parts) => new Set(parts)),
  ),
})).value;

describe("JSON that loses nothing", () => {
  it("gives back exactly what was written, to the order of keys", () => {
    fc.assert(
      fc.property(data, (value) => {
        const back = throughText(value);
        expect(back).toStrictEqual(value);
        expect(JSON.stringify(toExactJson(back))).toBe(
          JSON.stringify(toExactJson(value)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("is read with the eye: a moment stands there as ISO 8601", () => {
    expect(
      toExactJson({ at: new Date("2026-11-24T12:00:00Z"), no: undefined }),
    ).toEqual({ at: { $date: "2026-11-24T12:00:00.000Z" } });
  });

  it("refuses what is no plain data, and what is nested for ever", () => {
    for (const value of [() => 1, Symbol("x"), 1n, new URL("https://a.test")])
      expect(() => toExactJson({ value })).toThrow("can't be recorded");
    const knot: unknown[] = [];
    knot.push(knot);
    expect(() => toExactJson(knot)).toThrow("too deeply");
  });

  it.for([
    { $date: 7 },
    { $number: "7" },
    { $map: [["only a key"]] },
    { $set: {} },
    { $other: 1 },
    { $date: null, more: 1 },
  ])("refuses to read what it never writes: %j", (json) => {
    expect(() => fromExactJson(json)).toThrow(TypeError);
  });

  it("refuses to read what is nested for ever", () => {
    const deep: unknown = JSON.parse("[".repeat(5_000) + "]".repeat(5_000));
    expect(() => fromExactJson(deep)).toThrow("too deeply");
  });
});
