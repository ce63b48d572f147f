import { describe, expect, it } from "vitest";
import { recurringIn } from "../../../core/policy/gates/window-hours.ts";
import { openingAt } from "../../../core/time/opening.ts";
import { WEEKDAYS } from "../../../core/time/window.ts";
import type {
  Effect,
  WeeklyWindow,
  Window,
} from "../../../core/time/window.ts";

const MINUTE = 60_000;
/** What the incident response procedures ask for: no Mon 9am-5pm, no Fri 4pm-midnight. */
const PROCEDURES: WeeklyWindow[] = [
  { days: ["mon"], from: "09:00", to: "17:00" },
  { days: ["fri"], from: "16:00", to: "24:00" },
];

function opening(
  { closed, allowed = [] }: { closed: Window[]; allowed?: Window[] },
  zone: string,
  start: Date,
  duration: number,
) {
  const recurring = recurringIn(zone);
  const all = (windows: Window[], effect: Effect) =>
    windows.map((window) => recurring(window, effect, () => window));
  const hours = {
    closed: all(closed, "closes"),
    allowed: all(allowed, "allows"),
  };
  return openingAt(hours, start, duration);
}

/** What is closed, with the window that is met first. */
function blackoutAt(
  windows: Window[],
  zone: string,
  start: Date,
  duration: number,
) {
  const found = opening({ closed: windows }, zone, start, duration);
  if (found.open) return found;
  const { met, opensAt } = found;
  const [first] = met;
  if (!first) throw new Error("nothing is met, and yet it is closed");
  const { item: window, from, to } = first;
  return {
    open: false,
    window,
    from,
    to,
    ...(opensAt && { opensAt }),
  } as const;
}

function at(
  instant: string,
  minutes: number,
  windows = PROCEDURES,
  zone = "UTC",
) {
  return blackoutAt(windows, zone, new Date(instant), minutes * MINUTE);
}

describe("the blackout windows of the procedures", () => {
  it.each([
    ["on a Tuesday", "2025-11-25T10:00:00Z"],
    [
      "when the run ends in the minute in which the window begins",
      "2025-11-24T08:45:00Z",
    ],
    ["in the minute in which the window ends", "2025-11-24T17:00:00Z"],
    ["at midnight after Friday", "2025-11-29T00:00:00Z"],
  ])("are open %s", (_, instant) => {
    expect(at(instant, 15)).toEqual({ open: true });
  });

  it.each([
    ["on Monday at noon", "2025-11-24T12:00:00Z", "2025-11-24T17:00:00.000Z"],
    [
      "in their first minute",
      "2025-11-24T09:00:00Z",
      "2025-11-24T17:00:00.000Z",
    ],
    [
      "in their last second",
      "2025-11-24T16:59:59Z",
      "2025-11-24T17:00:00.000Z",
    ],
    [
      "on Friday evening, until midnight",
      "2025-11-28T23:59:00Z",
      "2025-11-29T00:00:00.000Z",
    ],
    [
      "when the run would reach into one by a minute",
      "2025-11-24T08:46:00Z",
      "2025-11-24T17:00:00.000Z",
    ],
  ])("are closed %s, and say when they open", (_, instant, opensAt) => {
    expect(at(instant, 15)).toMatchObject({
      open: false,
      opensAt: new Date(opensAt),
    });
  });

  it("say which window is met, and when it begins and ends", () => {
    expect(at("2025-11-28T15:50:00Z", 15)).toEqual({
      open: false,
      window: PROCEDURES[1],
      from: new Date("2025-11-28T16:00:00Z"),
      to: new Date("2025-11-29T00:00:00Z"),
      opensAt: new Date("2025-11-29T00:00:00Z"),
    });
  });

  it("hold in the zone of the policy, or in their own", () => {
    const berlin = at("2025-11-24T08:00:00Z", 15, PROCEDURES, "Europe/Berlin");
    expect(berlin).toMatchObject({ opensAt: new Date("2025-11-24T16:00:00Z") });
    const own: WeeklyWindow[] = [
      {
        days: ["mon"],
        from: "09:00",
        to: "17:00",
        timezone: "America/New_York",
      },
    ];
    expect(at("2025-11-24T13:59:00Z", 1, own, "Europe/Berlin").open).toBe(true);
    expect(at("2025-11-24T14:00:00Z", 1, own, "Europe/Berlin").open).toBe(
      false,
    );
  });
});

describe("a window", () => {
  it("that ends earlier than it begins ends on the next day", () => {
    const night: WeeklyWindow[] = [
      { days: ["sat"], from: "22:00", to: "06:00" },
    ];
    expect(at("2025-11-23T05:59:00Z", 1, night)).toMatchObject({
      from: new Date("2025-11-22T22:00:00Z"),
      to: new Date("2025-11-23T06:00:00Z"),
    });
    expect(at("2025-11-22T05:59:00Z", 1, night).open).toBe(true);
  });

  it("that ends when it begins lasts a whole day", () => {
    const day: WeeklyWindow[] = [{ days: ["sat"], from: "09:00", to: "09:00" }];
    expect(at("2025-11-23T08:59:00Z", 0, day)).toMatchObject({
      to: new Date("2025-11-23T09:00:00Z"),
    });
    expect(at("2025-11-23T09:00:00Z", 0, day).open).toBe(true);
  });

  it("after which another one follows leads on to the end of that one", () => {
    const chain: WeeklyWindow[] = [
      { days: ["mon"], from: "09:00", to: "12:00" },
      { days: ["mon"], from: "12:10", to: "18:00" },
      { days: ["mon"], from: "11:00", to: "11:30" },
    ];
    expect(at("2025-11-24T08:55:00Z", 15, chain)).toMatchObject({
      window: chain[0],
      opensAt: new Date("2025-11-24T18:00:00Z"),
    });
  });

  it("that always is leaves no moment to name", () => {
    const always: WeeklyWindow[] = [
      { days: [...WEEKDAYS], from: "00:00", to: "24:00" },
    ];
    const blackout = at("2025-11-24T12:00:00Z", 15, always);
    expect(blackout).toMatchObject({
      open: false,
      from: new Date("2025-11-24T00:00:00Z"),
    });
    expect(blackout).not.toHaveProperty("opensAt");
  });

  it("leaves no moment for what takes longer than every gap", () => {
    const nights: WeeklyWindow[] = [
      { days: [...WEEKDAYS], from: "20:00", to: "06:00" },
    ];
    expect(at("2025-11-24T12:00:00Z", 14 * 60, nights)).toHaveProperty(
      "opensAt",
    );
    expect(at("2025-11-24T12:00:00Z", 14 * 60 + 1, nights)).not.toHaveProperty(
      "opensAt",
    );
    expect(
      at("2025-11-24T12:00:00Z", 999_999 * 1_440, nights),
    ).not.toHaveProperty("opensAt");
  });

  it.each(["03:15", "05:00"])(
    "from an hour that the clocks skip to %s begins when they change",
    (to) => {
      const night: WeeklyWindow[] = [{ days: ["sun"], from: "02:30", to }];
      const before = at("2025-03-30T00:59:00Z", 1, night, "Europe/Berlin");
      expect(before.open).toBe(true);
      expect(at("2025-03-30T01:00:00Z", 1, night, "Europe/Berlin").open).toBe(
        false,
      );
    },
  );

  it("that lies wholly in an hour that the clocks skip does not come that day", () => {
    const night: WeeklyWindow[] = [
      { days: ["sun"], from: "02:30", to: "03:00" },
    ];
    const around = at("2025-03-30T00:50:00Z", 60, night, "Europe/Berlin");
    expect(around).toEqual({ open: true });
  });

  it("in an hour that comes twice closes both times", () => {
    const night: WeeklyWindow[] = [
      { days: ["sun"], from: "02:15", to: "02:30" },
    ];
    const openAt = (instant: string) =>
      at(instant, 1, night, "Europe/Berlin").open;
    expect(openAt("2025-10-26T00:14:00Z")).toBe(true);
    expect(openAt("2025-10-26T00:15:00Z")).toBe(false);
    expect(openAt("2025-10-26T01:29:00Z")).toBe(false);
    expect(openAt("2025-10-26T01:30:00Z")).toBe(true);
  });

  it("ends with the first of two hours where it allows, and where the second begins with its end", () => {
    const night: Window[] = [{ days: ["sun"], from: "01:00", to: "02:30" }];
    const allows = (instant: string) =>
      opening(
        { closed: [], allowed: night },
        "Europe/Berlin",
        new Date(instant),
        MINUTE,
      ).open;
    expect(allows("2025-10-26T00:29:00Z")).toBe(true);
    expect(allows("2025-10-26T00:30:00Z")).toBe(false);
    expect(allows("2025-10-26T01:15:00Z")).toBe(false);
    const early: WeeklyWindow[] = [
      { days: ["sun"], from: "01:00", to: "02:00" },
    ];
    expect(at("2025-10-26T00:00:00Z", 90, early, "Europe/Berlin").open).toBe(
      true,
    );
  });
});
