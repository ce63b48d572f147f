import { describe, expect, it } from "vitest";

/** A part of the world that a machine may lack. */
export interface Part {
  /** As in "skipped: Prometheus not found". */
  name: string;
  present: boolean;
}

/**
 * Tests that need a part. Where it is missing, one test says so in their place; where every part has to be there
 * (CHAOS_GOVERNOR_ALL_PARTS), that one fails.
 */
export function describeWith(
  part: Part,
  subject: string,
  tests: () => void,
): void {
  describe.runIf(part.present)(`${subject} (${part.name})`, () => {
    tests();
  });
  describe.runIf(!part.present)(`${subject} (no ${part.name})`, () => {
    it("is tested where that is installed", ({ skip }) => {
      const missing = `${subject}: skipped: ${part.name} not found`;
      process.stdout.write(`${missing}\n`);
      expect(process.env["CHAOS_GOVERNOR_ALL_PARTS"], missing).not.toBe("1");
      skip(missing);
    });
  });
}
