import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mergeIncidents,
  type SeenIncident,
} from "../../../core/incident/seen-incident.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 2, 4, hour));
const PAGE = "https://odavl.pagerduty.test/incidents/PABC1";
const ISSUE = "https://github.test/odavl/shop/issues/7";

const paged: SeenIncident = {
  severity: "SEV-2",
  startedAt: at(8),
  resolvedAt: at(9),
  title: "High error rate",
  links: [PAGE],
  names: [PAGE, "error-rate-of-the-shop"],
};
const issue: SeenIncident = {
  severity: "SEV-1",
  startedAt: at(7),
  resolvedAt: at(10),
  title: "The shop is down",
  links: [ISSUE],
  names: [ISSUE],
  text: `We were paged: ${PAGE}.`,
};

function speaksOf(one: SeenIncident, other: SeenIncident): boolean {
  const words = (one.text ?? "").split(" ");
  return other.names.some(
    (name) =>
      one.names.includes(name) || (name.length >= 8 && words.includes(name)),
  );
}

/** The slow way: from each incident, everything that can be reached by names. */
function reachable(seen: SeenIncident[]): Set<string> {
  const groups = seen.map((first) => {
    const group = new Set([first]);
    for (const one of group)
      for (const other of seen)
        if (speaksOf(one, other) || speaksOf(other, one)) group.add(other);
    return seen.filter((one) => group.has(one));
  });
  return new Set(
    groups.map((group) => group.flatMap(({ links = [] }) => links).join()),
  );
}

describe("incidents that several sources see", () => {
  it("are one where one's text has the other's address in it: the gravest, from the first beginning to the last end, with all links", () => {
    for (const seen of [
      [issue, paged],
      [paged, issue],
    ])
      expect(mergeIncidents(seen)).toEqual([
        {
          severity: "SEV-1",
          startedAt: at(7),
          resolvedAt: at(10),
          title: seen[0]?.title,
          links: seen.flatMap(({ links = [] }) => links),
        },
      ]);
  });

  it("are one where they have the same deduplication key or fingerprint", () => {
    const alert = { ...issue, text: "", names: ["error-rate-of-the-shop"] };
    expect(mergeIncidents([paged, alert])).toHaveLength(1);
    expect(mergeIncidents([alert, alert])).toHaveLength(1);
  });

  it("are one where a third one joins them", () => {
    const other = { ...issue, names: ["other-name"], text: "" };
    const joins = { ...issue, names: ["joins"], text: `other-name, ${PAGE}` };
    expect(mergeIncidents([paged, other])).toHaveLength(2);
    expect(mergeIncidents([paged, other, joins])).toHaveLength(1);
  });

  it("are open as long as one of them is", () => {
    const { resolvedAt: _, ...open } = paged;
    expect(mergeIncidents([issue, open])[0]).not.toHaveProperty("resolvedAt");
  });

  it("are rated where one of them is", () => {
    expect(
      mergeIncidents([{ ...issue, severity: "unrated" }, paged]),
    ).toMatchObject([{ severity: "SEV-2" }]);
  });

  it.each([
    ["another address that begins in the same way", `${PAGE}2`],
    ["a short name that stands there by chance", "a key"],
    ["nothing of it", ""],
  ])("stay apart where the text has %s", (_, text) => {
    const short = { ...paged, names: [...paged.names, "key"] };
    expect(mergeIncidents([short, { ...issue, text }])).toHaveLength(2);
  });

  it("are the groups that following shared names one by one leads to", () => {
    const names = fc.constantFrom("shop-down", "payments", "database", "queue");
    const one = fc.record({
      names: fc.array(names, { maxLength: 2 }),
      text: fc.array(names, { maxLength: 1 }).map((words) => words.join(" ")),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (parts) => {
        const seen = parts.map((part, index) => ({
          ...paged,
          ...part,
          links: [String(index)],
        }));
        const merged = mergeIncidents(seen);
        const groups = merged.map(({ links = [] }) => links.join());
        expect(new Set(groups)).toEqual(reachable(seen));
        expect(groups).toHaveLength(reachable(seen).size);
      }),
    );
  });

  it("stay in the order in which they were seen first", () => {
    const third = { ...issue, title: "Third", names: ["third"], text: "" };
    expect(
      mergeIncidents([third, paged, issue]).map(({ title }) => title),
    ).toEqual(["Third", "High error rate"]);
  });
});
