import { readdirSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../../core/journal/judge.ts";
import type { Journal } from "../../../core/journal/schema.ts";
import { journalSchema } from "../../../core/journal/schema.ts";
import { renderJournal } from "../../../core/render/journal.ts";
import { FIXTURES, heldWith, parsed, recorded } from "./journals.ts";

/** All that is told about a run. */
function told(journal: Journal) {
  const judgement = judge(journal);
  return { judgement, summary: renderJournal(journal, judgement) };
}

/** What is told where nothing of the journal was let go. */
function toldOfAll(text: string) {
  return told(journalSchema.parse(JSON.parse(text)));
}

const recordings = readdirSync(FIXTURES)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(/\.json$/, ""))
  .filter((name) => name !== "cases" && name !== "not-a-number");

describe("what is let go of a journal as it is read", () => {
  it.each(recordings)("is missed nowhere in %s", (name) => {
    const text = recorded(name);
    expect(told(parsed(text))).toEqual(toldOfAll(text));
  });

  it("is missed nowhere, however the looks during the method and the activities ended", () => {
    const status = fc.constantFrom("succeeded", "failed", null);
    const probe = fc.record({
      activity: fc.record({
        type: fc.constantFrom("probe", "action"),
        name: fc.constantFrom("shop-answers", "rate", 5),
        tolerance: fc.constantFrom(
          200,
          [200, 503],
          { type: "range", range: [0, 1] },
          null,
        ),
        provider: fc.record({
          type: fc.constantFrom("http", "process", "python"),
          arguments: fc.jsonValue({ maxDepth: 1 }),
        }),
      }),
      output: fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.record({ status: fc.constantFrom(0, 200, 503), body: fc.string() }),
        fc.constant("x".repeat(5_000)),
      ),
      status,
      start: fc.constantFrom("2026-03-01T10:00:00+00:00", null),
      end: fc.constantFrom("2026-03-01T10:00:09.5+00:00", "later"),
      duration: fc.nat(100),
      exception: fc.constantFrom(
        null,
        [],
        ["Traceback\n", "Error: it broke\n", " \n"],
      ),
      tolerance_met: fc.boolean(),
    });
    const look = fc.record({
      steady_state_met: fc.constantFrom(true, true, false, null),
      probes: fc.array(probe, { maxLength: 60 }),
    });
    const looks = fc.record({
      before: fc.constant(null),
      after: fc.option(look),
      during: fc.array(look, { maxLength: 8 }),
    });
    const entries = fc.array(probe, { maxLength: 4 });
    fc.assert(
      fc.property(looks, entries, entries, (steady_states, run, rollbacks) => {
        const text = heldWith({ steady_states, run, rollbacks });
        expect(told(parsed(text))).toEqual(toldOfAll(text));
      }),
    );
  });

  it("is the greater part of what a long run writes down", () => {
    const probe = {
      activity: { type: "probe", name: "x", provider: { url: "y".repeat(99) } },
      output: { status: 200, body: "z".repeat(99) },
      start: "2026-03-01T10:00:00+00:00",
      end: "2026-03-01T10:00:01+00:00",
    };
    const { run, steady_states } = parsed(
      heldWith({
        run: [probe, probe],
        steady_states: {
          during: [{ steady_state_met: true, probes: [probe] }],
        },
      }),
    );
    const [first, second] = run ?? [];
    expect(first?.activity).toBe(second?.activity);
    expect(first?.output).toEqual({ status: 200 });
    expect(steady_states?.during).toEqual([
      {
        steady_state_met: true,
        probes: [{ start: probe.start, end: probe.end }],
      },
    ]);
  });
});

describe("a list that is read item by item", () => {
  it.each([
    ["is empty", '"run": [ ]', 0],
    [
      "stands twice below its key: the later one counts",
      '"run": [{}], "run": [{}, {}]',
      2,
    ],
    ["is no list the second time", '"run": [{}], "run": null', undefined],
    ["has its key written with escapes", String.raw`"r\u0075n": [{}]`, 1],
    [
      "has brackets and commas in its texts",
      '"run": [{"output": "],[,"}, {}]',
      2,
    ],
    [
      "stands below the same key elsewhere as well",
      '"x": {"run": [1]}, "run": [{}]',
      1,
    ],
    ["ends in the middle of an item", '"run": [{}, {"output": [1, 2', 2],
    ["ends between two items", '"run": [{}, {}, ', 2],
    ["ends before its first item", '"run": [', 0],
  ])("%s", (_, text, length) => {
    const ending = text.endsWith("]") || text.endsWith("l") ? "}" : "";
    const { run } = parsed(`{"experiment": {}, ${text}${ending}`);
    expect(run?.length).toBe(length);
  });

  it.each([
    ["an item is missing", "[{}, , {}]"],
    ["an item is missing at its end", "[{},]"],
    ["a comma is missing", "[{} {}]"],
    ["it is closed otherwise", "[{}}"],
    ["its brackets are crossed", "[{]}"],
    ["something stands before it", "x[{}]"],
  ])("is no JSON where %s", (_, list) => {
    expect(() => parsed(`{"experiment": {}, "run": ${list}}`)).toThrow(
      "The journal is not JSON",
    );
  });

  it("names what is wrong in it by its path", () => {
    const during = [{ probes: [] }, { probes: [{}, { status: 7 }] }];
    expect(() => parsed(heldWith({ steady_states: { during } }))).toThrow(
      "`steady_states.during.1.probes.1.status` has to be text",
    );
  });
});
