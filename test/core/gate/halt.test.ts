import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import { halt } from "../../../core/gate/halt/halt.ts";
import {
  haltMarker,
  haltOf,
  haltTitle,
} from "../../../core/gate/halt/halt-issue.ts";
import { evidenceFrom, NOW } from "./world.ts";

const ISSUE = {
  number: 7,
  title: "Something smells",
  body: "",
  author: "lisa",
  ours: false,
  createdAt: NOW,
  url: "https://github.test/acme/shop/issues/7",
};

describe("the gate halt", () => {
  it("passes while there is no halt", () => {
    expect(halt({ halts: known([]) })).toMatchObject({
      status: "pass",
      code: "not-halted",
    });
  });

  it("waits for people while there is one, with what is known of it", () => {
    const halts = [haltOf(ISSUE)];
    const verdict = halt({ halts: known(halts, evidenceFrom("github")) });
    expect(verdict).toEqual({
      gate: "halt",
      status: "wait",
      code: "halted",
      values: { halts },
      evidence: [evidenceFrom("github")],
    });
  });

  it("is unknown, and so never passes, where the halts can't be learned", () => {
    expect(halt({ halts: unknown("GitHub is down") })).toMatchObject({
      status: "unknown",
      values: { reason: "GitHub is down" },
    });
  });
});

describe("an issue that halts", () => {
  it("opened by hand is its author's halt, with its title as the reason", () => {
    expect(haltOf(ISSUE)).toEqual({
      issue: 7,
      by: "lisa",
      reason: "Something smells",
      since: NOW,
      link: ISSUE.url,
    });
  });

  const body = `All stops.\n\n${haltMarker({ by: "nina", comment: 12 })}`;

  it("opened by the app is the halt of whoever said so", () => {
    const title = haltTitle("the pager is silent");
    expect(
      haltOf({ ...ISSUE, title, body, author: "app[bot]", ours: true }),
    ).toMatchObject({ by: "nina", reason: "the pager is silent" });
  });

  it("can't be said to be somebody else's by whoever opens it by hand", () => {
    expect(haltOf({ ...ISSUE, body })).toMatchObject({ by: "lisa" });
  });
});
