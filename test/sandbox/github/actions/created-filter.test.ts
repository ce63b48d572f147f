import { expect, it } from "vitest";
import { createdWithin } from "../../../../sandbox/github/actions/created-filter.ts";

const created = new Date("2026-11-23T10:30:00.900Z");

it.each([
  [null, true],
  [">=2026-11-23T10:30:00Z", true],
  [">=2026-11-23T10:30:00.500Z", false],
  [">2026-11-23T10:30:00Z", false],
  [">2026-11-22", true],
  [">2026-11-23", false],
  ["<=2026-11-23", true],
  ["<=2026-11-23T10:30:00Z", true],
  ["<2026-11-23T10:30:00Z", false],
  ["<2026-11-24", true],
  ["2026-11-23", true],
  ["2026-11-22", false],
  ["2026-11-20..2026-11-23", true],
  ["2026-11-24..2026-11-30", false],
  ["*..2026-11-22", false],
  ["2026-11-23T10:00:00Z..*", true],
  ["nonsense", false],
])("what was created at 10:30 on the 23rd is found by %s: %s", (filter, is) => {
  expect(createdWithin(filter, created)).toBe(is);
});
