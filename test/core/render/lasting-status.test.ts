import { describe, expect, it } from "vitest";
import { steadyState } from "../../../core/gate/steady-state.ts";
import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import { noFacts } from "../../../core/gate/facts.ts";
import { renderStatus, statusSays } from "../../../core/render/status.ts";
import type { StatusView } from "../../../core/request/status.ts";
import { minutes, RequestStory } from "../request/observation-builder.ts";

const LINKS = { repository: "https://github.test/odavl/studio-hub" };

function says(view: StatusView | undefined): string | undefined {
  return view && statusSays(renderStatus(view, LINKS));
}

/** A request whose one gate is the steady state, as it is measured. */
function measured(value: Fact<number>, askedAgain?: number): StatusView {
  const facts = {
    ...noFacts("not looked up"),
    steadyState: known([{ name: "error rate", value }]),
  };
  const verdict = steadyState(
    [{ name: "error rate", query: "errors", below: 1 }],
    facts,
  );
  return {
    phase: "open",
    requester: "olivia",
    decision: { decision: "refuse", verdicts: [verdict] },
    ...(askedAgain !== undefined && { askedAgain }),
  };
}

/** A request whose steady state could not be learned in time. */
function late(seconds: string): StatusView {
  return measured(unknown(`no answer in ${seconds}s, again in ${seconds}s`));
}

function troubled(reason: string): StatusView {
  return {
    phase: "open",
    requester: "olivia",
    trouble: { code: "unreachable", what: "the policy", reason },
  };
}

/** A request whose error budget is that. */
function left(remaining: number, burnRate: number) {
  const budget = {
    slo: "studio-hub",
    remaining: known(remaining),
    burnRate: known(burnRate),
  };
  return new RequestStory().givenFacts({ errorBudgets: known([budget]) }).look()
    .status;
}

describe("what a status says stays the same", () => {
  it("while a measured value wobbles on its side of the bound, which it shows nevertheless", () => {
    const steady = measured(known(0.2));
    expect(says(measured(known(0.21)))).toBe(says(steady));
    expect(renderStatus(steady, LINKS)).toContain("error rate is 0.2");
    const broken = measured(known(3));
    expect(says(measured(known(3.5)))).toBe(says(broken));
    expect(says(broken)).not.toBe(says(steady));
  });

  it("while a budget is spent on its side of the bound", () => {
    expect(says(left(0.9, 1.1))).toBe(says(left(0.8, 2)));
    expect(says(left(0.4, 1))).not.toBe(says(left(0.9, 1)));
  });

  it("while only the numbers change in why something could not be learned", () => {
    expect(says(late("5"))).toBe(says(late("5.2")));
    expect(says(late("5"))).not.toBe(says(measured(unknown("refused"))));
    expect(says(troubled("again in 59s"))).toBe(says(troubled("again in 7s")));
  });

  it("while time passes", () => {
    const story = new RequestStory();
    const first = says(story.look().status);
    expect(says(story.passes(minutes(7)).look().status)).toBe(first);
  });
});

describe("what a status says changes", () => {
  it("where somebody asks to look again, so that they see what is measured now", () => {
    expect(says(measured(known(0.2), 7))).not.toBe(says(measured(known(0.2))));
    const story = new RequestStory();
    const first = says(story.look().status);
    story.says("ahmed", "/chaos recheck");
    const second = says(story.look().status);
    expect(second).not.toBe(first);
    expect(says(story.look().status)).toBe(second);
  });

  it("where somebody approves, and where the policy is another", () => {
    const story = new RequestStory();
    const first = says(story.look().status);
    story.says("ahmed", "/chaos approve");
    const second = says(story.look().status);
    expect(second).not.toBe(first);
    story.pushed("c2");
    expect(says(story.look().status)).not.toBe(first);
  });
});

it("a text without a mark of ours says nothing", () => {
  const quoted = "x <!-- chaos-governor:says:00 -->";
  expect(statusSays(quoted)).toBeUndefined();
});
