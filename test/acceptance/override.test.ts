import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { eventually } from "../../sandbox/eventually.ts";
import {
  FAILS,
  fileHere,
  governedRepository,
  POLICY,
} from "./governed-repository.ts";

const repository = governedRepository();

/** Merges a policy by which staging is closed all day, and ahmed and mike together may override that. */
async function stagingIsClosed(): Promise<void> {
  const policy = parseDocument(await fileHere(POLICY));
  policy.setIn(["environments", "staging", "gates"], {
    windows: {
      blackout: [{ days: ["tue"], from: "00:00", to: "24:00" }],
      expected_duration: "15m",
    },
  });
  policy.setIn(["environments", "staging", "override"], {
    people: ["ahmed", "mike"],
    need: 2,
  });
  await repository()
    .as("lisa")
    .push({ [POLICY]: policy.toString() }, "nothing on Tuesdays");
}

describe("a request in a blackout", { timeout: 180_000 }, () => {
  it("waits; two named people break the glass with a reason, it runs, and everybody is told: in the request, in the run and in the failure that follows", async () => {
    const { request, say, statusSays, world, onlooker } = repository();
    await stagingIsClosed();
    const starts = onlooker.dispatches().length;
    const issue = await request(FAILS, "staging");
    await statusSays(issue, /Break glass: 2 of ahmed and mike may override/);

    const why = "the shop has to be proven before the sale";
    const words = `/chaos override windows because ${why}`;
    const bystander = await say("lisa", issue, words);
    expect(await onlooker.reactions(issue, bystander)).toContain("-1");
    await say("ahmed", issue, words);
    await say("ahmed", issue, words);
    await statusSays(issue, /1 of 2 people override it: ahmed/);
    expect(onlooker.dispatches()).toHaveLength(starts);

    await say("mike", issue, words);
    await statusSays(issue, /🚨 overrides windows/);
    expect(onlooker.dispatches()).toHaveLength(starts + 1);
    const said = await world.github.inspect.comments(issue);
    expect(
      said.filter(({ body }) => body.includes("`windows` is overridden")),
    ).toMatchObject([
      { author: "chaos-governor[bot]", body: expect.stringContaining(why) },
    ]);

    const run = await eventually("the run", () => onlooker.runs().at(-1));
    const ended = await eventually("its end", () => onlooker.finished(run.id));
    expect(ended.summary.join("\n")).toContain("this run overrides windows");
    await statusSays(issue, /Failed: .*🚨 overrides windows/);
    const failure = await eventually("the failure", async () =>
      (await onlooker.failures(FAILS)).at(-1),
    );
    expect(failure.body).toContain("This run overrode the gate `windows`");
    expect(failure.body).toContain(why);
  });
});
