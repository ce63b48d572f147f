import { describe, expect, it } from "vitest";
import {
  countFailed,
  entryMarker,
  failureMarker,
  hasMarker,
} from "../../../core/incident/failure-marker.ts";

const RUN = { run: 99, attempt: 1 };

describe("hidden markers", () => {
  it("tell experiments and environments apart, whatever they are called", () => {
    const names = ["a", "b", "a-->", "a\n", "a/b"];
    const markers = names.flatMap((experiment) =>
      names.map((environment) => failureMarker({ experiment, environment })),
    );
    expect(new Set(markers).size).toBe(names.length ** 2);
    expect(markers.join("")).toMatch(/^(<!-- [\w:-]+ -->)+$/);
  });

  it("are found as whole lines, whatever ends these, and not within what a line quotes", () => {
    const marker = entryMarker("failed", RUN);
    expect(hasMarker(`It failed.\r\n\r\n${marker}\r\n`, marker)).toBe(true);
    expect(hasMarker(`| \`${marker}\` |`, marker)).toBe(false);
    expect(countFailed([`The probe \`${marker}\` failed.`])).toBe(0);
  });

  it("count each failed attempt once, and none that held", () => {
    const failed = entryMarker("failed", RUN);
    const again = entryMarker("failed", { ...RUN, attempt: 2 });
    const held = entryMarker("held", { ...RUN, attempt: 3 });
    expect(countFailed([failed, `${again}\n${failed}`, held])).toBe(2);
  });
});
