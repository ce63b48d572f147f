import { expect, it } from "vitest";
import { renderPin } from "../../../core/render/pin.ts";
import type { Pin } from "../../../core/request/request.ts";

const BEFORE: Pin = {
  path: "experiments/database-pod-failure.json",
  digest: "sha256:aaaa",
  environment: "production",
  commit: "1111111111111111111111111111111111111111",
  announcedBy: 5,
};
const NOW = {
  path: "experiments/database-pod-failure.json",
  digest: "sha256:bbbb",
  environment: "production",
  commit: "2222222222222222222222222222222222222222",
};
const LINKS = { repository: "https://github.test/odavl/studio-hub" };

it("says that approvals are void, why, and what is pinned now", () => {
  const text = renderPin(
    NOW,
    { pin: BEFORE, changed: ["digest", "commit"] },
    LINKS,
  );
  expect(text).toMatchInlineSnapshot(`
    "📌 **Approvals given before this comment are void**, and so are overrides, because the experiment's content changed and the default branch moved on.

    | | before | now |
    | --- | --- | --- |
    | experiment | [experiments/database-pod-failure.json](https://github.test/odavl/studio-hub/blob/1111111111111111111111111111111111111111/experiments/database-pod-failure.json) | [experiments/database-pod-failure.json](https://github.test/odavl/studio-hub/blob/2222222222222222222222222222222222222222/experiments/database-pod-failure.json) |
    | digest | \`sha256:aaaa\` | \`sha256:bbbb\` |
    | environment | \`production\` | \`production\` |
    | commit | [1111111](https://github.test/odavl/studio-hub/commit/1111111111111111111111111111111111111111) | [2222222](https://github.test/odavl/studio-hub/commit/2222222222222222222222222222222222222222) |

    Please look at what is pinned now and approve it again. [What changed between the two commits](https://github.test/odavl/studio-hub/compare/1111111111111111111111111111111111111111...2222222222222222222222222222222222222222).

    <!-- chaos-governor:pin:sha256:bbbb:2222222222222222222222222222222222222222:after:5 -->"
  `);
});

it("shows no comparison where the commit is the same", () => {
  const text = renderPin(
    { ...BEFORE, environment: "staging" },
    { pin: BEFORE, changed: ["environment"] },
    LINKS,
  );
  expect(text).toContain("because the environment is another.");
  expect(text).not.toContain("/compare/");
});

it("is never taken for an older announcement of the same pin", () => {
  const once = renderPin(NOW, { pin: BEFORE, changed: ["commit"] }, LINKS);
  const again = renderPin(
    NOW,
    { pin: { ...BEFORE, announcedBy: 9 }, changed: ["commit"] },
    LINKS,
  );
  expect(again.split("\n").at(-1)).not.toBe(once.split("\n").at(-1));
});

it("says from where on a request can be approved, where nothing was pinned before", () => {
  const text = renderPin(NOW, undefined, LINKS);
  expect(text).toContain("**From here on this request can be approved.**");
  expect(text).toContain("| digest | `sha256:bbbb` |");
  expect(text).not.toContain("void");
  expect(text).toMatch(/<!-- chaos-governor:pin:sha256:bbbb:2{40} -->$/);
});
