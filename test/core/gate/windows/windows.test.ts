import { describe, expect, it } from "vitest";
import { windows } from "../../../../core/gate/windows/windows.ts";
import type { WindowsSettings } from "../../../../core/policy/gates/windows.ts";
import { factsWith } from "../world.ts";

const MINUTES = 60_000;
const SETTINGS: WindowsSettings = {
  blackout: [
    { days: ["mon"], from: "09:00", to: "17:00" },
    { days: ["fri"], from: "16:00", to: "24:00" },
  ],
  allowed: [],
  freezes: [],
  exempt: [],
  expected_duration: 15 * MINUTES,
};

function judgeAt(time: string, settings = SETTINGS, zone = "UTC") {
  return windows(settings, zone, factsWith(), new Date(time));
}

describe("the gate windows", () => {
  it("passes outside every window, and says until when the run lasts", () => {
    expect(judgeAt("2026-11-24T12:00:00Z")).toMatchObject({
      gate: "windows",
      status: "pass",
      code: "open",
      values: { until: new Date("2026-11-24T12:15:00Z") },
    });
  });

  it("waits inside a window until its end, and keeps the windows as evidence", () => {
    const verdict = judgeAt("2026-11-23T12:00:00Z");
    expect(verdict).toMatchObject({
      status: "wait",
      code: "blackout",
      values: {
        window: { days: ["mon"] },
        timezone: "UTC",
        from: new Date("2026-11-23T09:00:00Z"),
        to: new Date("2026-11-23T17:00:00Z"),
      },
      opensAt: new Date("2026-11-23T17:00:00Z"),
    });
    expect(verdict.evidence).toEqual([
      {
        source: "policy",
        at: new Date("2026-11-23T12:00:00Z"),
        query: "windows",
        answer: JSON.stringify(SETTINGS),
      },
    ]);
  });

  it("takes a window for half-open: shut at its first moment, open at the first one after it", () => {
    expect(judgeAt("2026-11-23T16:59:59.999Z").status).toBe("wait");
    expect(judgeAt("2026-11-23T17:00:00Z").status).toBe("pass");
    expect(judgeAt("2026-11-28T00:00:00Z").status).toBe("pass");
  });

  it("wants the whole run to fit before the next window", () => {
    expect(judgeAt("2026-11-23T08:45:00Z").status).toBe("pass");
    expect(judgeAt("2026-11-23T08:46:00Z")).toMatchObject({
      status: "wait",
      opensAt: new Date("2026-11-23T17:00:00Z"),
    });
  });

  it("reads times in the policy's zone, or in the window's own", () => {
    // 09:30 in Berlin, before any window of UTC.
    const morning = "2026-11-23T08:30:00Z";
    expect(judgeAt(morning).status).toBe("pass");
    expect(judgeAt(morning, SETTINGS, "Europe/Berlin")).toMatchObject({
      status: "wait",
      values: { timezone: "Europe/Berlin" },
      opensAt: new Date("2026-11-23T16:00:00Z"),
    });
    const blackout = [
      {
        days: ["mon" as const],
        from: "09:00",
        to: "17:00",
        timezone: "Europe/Berlin",
      },
    ];
    expect(judgeAt(morning, { ...SETTINGS, blackout })).toMatchObject({
      status: "wait",
      values: { timezone: "Europe/Berlin" },
    });
  });

  it("fails where no time between the windows is ever long enough", () => {
    const blackout = [
      {
        days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const,
        from: "00:00",
        to: "23:50",
      },
    ].map((window) => ({ ...window, days: [...window.days] }));
    const verdict = judgeAt("2026-11-24T12:00:00Z", { ...SETTINGS, blackout });
    expect(verdict).toMatchObject({ status: "fail", code: "never-opens" });
    expect(verdict).not.toHaveProperty("opensAt");
  });
});
