import { expect, it } from "vitest";
import { pinMarker, renderPin } from "../../../core/render/pin.ts";

const PIN = {
  path: "experiments/database-pod-failure.json",
  digest: "sha256:aa",
  environment: "production",
  commit: "c0ffee0123456789",
};
const LINKS = { repository: "https://github.test/odavl/studio-hub" };

it("the first pin says what can be approved, and that nothing said before approves it", () => {
  const text = renderPin(PIN, undefined, LINKS);
  expect(text).toContain("experiments/database-pod-failure.json");
  expect(text).toContain("sha256:aa");
  expect(text).toContain("What was said before this comment approves nothing.");
  expect(text.endsWith(pinMarker(PIN))).toBe(true);
});

it("the first pin's mark is another than that of the same pin in place of one", () => {
  const replaces = {
    pin: { ...PIN, announcedBy: 12 },
    changed: ["commit" as const],
  };
  expect(pinMarker(PIN)).not.toBe(pinMarker(PIN, replaces));
});
