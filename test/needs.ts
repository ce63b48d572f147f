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
  const body = part.present ? tests : sayMissing(part, subject);
  describe(`${subject} (${part.name})`, () => {
    body();
  });
}

function sayMissing(part: Part, subject: string): () => void {
  const missing = `${subject}: skipped: ${part.name} not found`;
  return () => {
    it("is tested where that is installed", ({ skip }) => {
      process.stdout.write(`${missing}\n`);
      expect(process.env["CHAOS_GOVERNOR_ALL_PARTS"]).not.toBe("1");
      skip(missing);
    });
  };
}
