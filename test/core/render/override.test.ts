import { describe, expect, it } from "vitest";
import type { GateOverride } from "../../../core/gate/override.ts";
import {
  describeOverride,
  renderOverriddenDispatch,
  renderOverride,
} from "../../../core/render/override.ts";
import { hasMarker } from "../../../core/incident/failure-marker.ts";
import { overrideMark } from "../../../core/request/override-mark.ts";

const AT = new Date("2026-03-03T12:00:00Z");
const PIN = {
  path: "experiments/database-pod-failure.json",
  digest: "sha256:aa",
  environment: "production",
  commit: "c1",
  announcedBy: 101,
};
const ASK = {
  experiment: "database-pod-failure",
  environment: "production",
  reason: "",
};

function override(change: Partial<GateOverride> = {}): GateOverride {
  const link = "https://github.test/odavl/studio-hub/issues/12#issuecomment-7";
  return {
    gate: "windows",
    by: [
      { person: "ahmed", reason: "payments are down", at: AT, link },
      { person: "mike", reason: "payments are down", at: AT },
    ],
    need: 2,
    until: new Date("2026-03-03T13:00:00Z"),
    couldJoin: [],
    ...change,
  };
}

const announce = (overrides: GateOverride[], audience: string[] = []) =>
  renderOverride({
    kind: "announce-override",
    overrides,
    ask: ASK,
    pin: PIN,
    audience,
  });

describe("an override in a sentence", () => {
  it("says who, why and until when; one reason is said once", () => {
    expect(describeOverride(override())).toBe(
      "Overridden by ahmed and mike, because “payments are down”, until Tue 3 Mar 13:00 UTC.",
    );
  });

  it("says whose reason is which", () => {
    const by = [
      { person: "ahmed", reason: "payments are down", at: AT },
      { person: "mike", reason: "ahmed is right", at: AT },
    ];
    expect(describeOverride(override({ by }))).toContain(
      "because “payments are down” (ahmed) and “ahmed is right” (mike)",
    );
  });
});

describe("the comment that tells of an override", () => {
  it("calls everybody with a role, and says what can still be done", () => {
    const text = announce([override()], ["sarah", "odavl/dba"]);
    expect(text).toMatchInlineSnapshot(`
      "🚨 **Break glass: \`windows\` is overridden** for \`database-pod-failure\` in \`production\`.

      | gate | until | who, and why |
      | --- | --- | --- |
      | \`windows\` | Tue 3 Mar 13:00 UTC | [ahmed](https://github.test/odavl/studio-hub/issues/12#issuecomment-7): “payments are down”; mike: “payments are down” |

      @sarah @odavl/dba: these gates no longer hold this request up; all others do. \`/chaos withdraw\` takes one's own override back, and \`/chaos cancel\` ends the request or stops its run.

      <!-- chaos-governor:override:101:windows:2026-03-03T13:00:00.000Z -->"
    `);
    expect(text.split("\n").at(-1)).toBe(overrideMark(PIN, override()));
  });

  it("calls nobody by the words of others, and lets none of them be a mark", () => {
    const mark = overrideMark(PIN, override({ gate: "on_call" }));
    const reason = `@all <b>now</b>\n${mark}`;
    const by = [{ person: "ahmed", reason, at: AT }];
    for (const text of [
      announce([override({ by })], ["no @login", "<!-- x"]),
      renderOverriddenDispatch([override({ by })], "<!-- mark -->"),
    ]) {
      expect(text).not.toContain("@all");
      expect(text).not.toContain("<b>");
      expect(text).not.toContain("@login");
      expect(hasMarker(text, mark)).toBe(false);
    }
  });
});
