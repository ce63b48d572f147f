import { describe, expect, it } from "vitest";
import { commitMemory } from "../../facts/commit-memory.ts";
import { observeCalendars } from "../../facts/observe-calendars.ts";
import { windows } from "../../core/policy/gates/windows.ts";
import { createCalendarFeed } from "../../providers/calendar-feed/calendar-feed.ts";
import { VirtualWorld } from "../providers/virtual-world.ts";
import { FakeRepository } from "../app/reconciler/fake-repository.ts";

const NOW = new Date("2026-11-24T12:00:00.000Z");
const FILE = ".github/freezes.ics";

function calendar(summary: string): string {
  return [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "DTSTART;VALUE=DATE:20261126",
    "DTEND;VALUE=DATE:20261201",
    `SUMMARY:${summary}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
}

const BLACK_FRIDAY = {
  from: new Date("2026-11-25T23:00:00Z"),
  to: new Date("2026-11-30T23:00:00Z"),
  reason: "Black Friday",
};

/** A world whose repository has this file, and whose operator set up the feed `company`. */
function world(file: string | null, ...answers: { body: string }[]) {
  const github = new FakeRepository(() => NOW);
  if (file !== null) github.commit({ [FILE]: file });
  const outside = new VirtualWorld(NOW, ...answers);
  const url = "https://calendar.test/freezes?key=secret";
  const feed = { name: "company", url, largest: 10_000 };
  const calendarFeeds = new Map([
    ["company", createCalendarFeed(feed, outside)],
  ]);
  const services = { calendarFeeds };
  return { github, outside, memory: commitMemory(), services };
}

async function observed(given: ReturnType<typeof world>, freezes: unknown[]) {
  const { commit } = await given.github.head();
  const subject = { commit, zone: "Europe/Berlin", now: NOW };
  const settings = windows.parse({ freezes });
  const fact = await given.outside.until(
    observeCalendars(settings, subject, given),
  );
  if (!fact.known) throw new Error(fact.reason);
  return fact.value;
}

describe("a calendar of the repository", () => {
  const freezes = [{ calendar: FILE }];

  it("is read at the policy's commit, in the policy's zone, with what was read as evidence", async () => {
    const given = world(calendar("Black Friday"));
    const [read] = await observed(given, freezes);
    expect(read).toEqual({
      calendar: FILE,
      times: {
        known: true,
        value: {
          times: [BLACK_FRIDAY],
          until: new Date("2027-12-29T00:00:00Z"),
        },
        evidence: [
          {
            source: "github",
            at: NOW,
            query: expect.stringContaining(`${FILE} at `),
            answer: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          },
        ],
      },
    });
  });

  it("is asked for once a commit, and read anew at the next one", async () => {
    const given = world(calendar("Black Friday"));
    await observed(given, freezes);
    given.github.breakDown("readFile");
    const [again] = await observed(given, freezes);
    expect(again?.times.known).toBe(true);
  });

  it.each([
    ["is missing", null, "the repository has no such file"],
    ["is no calendar", "hello", "it does not begin with BEGIN:VCALENDAR"],
    [
      "is larger than a calendar may be",
      "x".repeat(5_000_000),
      "it has 5000000 bytes; at most 1048576 are read",
    ],
  ])("is unknown where it %s", async (_, file, reason) => {
    const [read] = await observed(world(file), freezes);
    expect(read?.times).toMatchObject({ known: false, reason });
  });
});

describe("a calendar of the operator", () => {
  const freezes = [{ feed: "company" }];

  it("is asked for once in ten minutes, and its age is shown", async () => {
    const given = world(null, { body: calendar("Black Friday") });
    const [first] = await observed(given, freezes);
    expect(first?.times).toMatchObject({ value: { times: [BLACK_FRIDAY] } });
    given.outside.time += 9 * 60_000;
    const [second] = await observed(given, freezes);
    expect(second?.times.evidence).toMatchObject([
      { source: "calendar", query: "company", age: 9 * 60_000 },
    ]);
    expect(given.outside.asked).toHaveLength(1);
    given.outside.time += 2 * 60_000;
    await observed(given, freezes);
    expect(given.outside.asked.map(({ url }) => url)).toEqual([
      "https://calendar.test/freezes?key=secret",
      "https://calendar.test/freezes?key=secret",
    ]);
  });

  it.each([
    [
      "leads elsewhere",
      { status: 302, headers: { location: "http://a.test" } },
    ],
    ["is gone", { status: 404 }],
    ["fails", { status: 503 }],
    ["never answers", { after: Infinity }],
    ["is too large", { body: "x".repeat(10_001) }],
    ["breaks", { breaks: "ECONNRESET" }],
    ["answers a page", { body: "<html>Sign in</html>" }],
  ])(
    "is unknown where its address %s, and no secret is told",
    async (_, answer) => {
      const given = world(null, { body: "", ...answer });
      const [read] = await observed(given, freezes);
      expect(read?.times.known).toBe(false);
      expect(JSON.stringify(read)).not.toContain("secret");
      const urls = given.outside.asked.map(({ url }) => new URL(url).host);
      expect(new Set(urls)).toEqual(new Set(["calendar.test"]));
    },
  );

  it("is unknown where the operator did not set it up", async () => {
    const [read] = await observed(world(null), [{ feed: "sales" }]);
    expect(read?.times).toMatchObject({
      known: false,
      reason: expect.stringContaining("CALENDAR_FEEDS"),
    });
  });
});
