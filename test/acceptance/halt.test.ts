import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import type { Onlooker } from "../../sandbox/onlooker.ts";
import { governedRepository, HOLDS } from "./governed-repository.ts";

const repository = governedRepository(undefined, undefined, 300);

async function open(label: string): Promise<number> {
  const { world } = repository();
  return eventually(`an open issue labelled ${label}`, async () => {
    const issues = await world.github.inspect.issues();
    return issues.find((issue) => issue.open && issue.labels.includes(label))
      ?.number;
  });
}

/** The latest run, once it is past its gate. */
const experimentOf = (onlooker: Onlooker) =>
  eventually("the run's experiment", () => {
    const [run] = onlooker.runs().toSorted((one, other) => other.id - one.id);
    return run?.log.includes("▶ Run the experiment") ? run : undefined;
  });

describe("a halt", { timeout: 180_000 }, () => {
  it("stops what runs so that it rolls back, holds what is asked for, is kept from who may not resume, and is over when closed by who may", async () => {
    const { as, request, say, statusSays, world, onlooker } = repository();
    const running = await request(HOLDS, "staging");
    await statusSays(running, /🏃 Running/);
    const run = await experimentOf(onlooker);

    await say("nina", running, "/chaos halt the pager is silent");
    const halt = await open("chaos-halt");
    const stopped = await eventually("the end of the run", () =>
      onlooker.finished(run.id),
    );
    expect(stopped.conclusion).toBe("cancelled");
    await statusSays(running, /nina halted all experiments/);
    await statusSays(running, /Verdict: \*\*interrupted\*\*/);
    await eventually("the comment about what was stopped", async () =>
      (await world.github.inspect.comments(halt)).find(({ body }) =>
        /told to stop[^]*it has ended/.test(body),
      ),
    );

    const starts = onlooker.dispatches().length;
    const held = await request(HOLDS, "staging");
    await statusSays(held, /🛑 Halted/);
    const byHand = await as("nina").dispatchWorkflow("chaos-tests.yml", {
      experiment: HOLDS,
      environment: "staging",
      skip_validation: "false",
    });
    const refused = await eventually("the end of the run by hand", () =>
      onlooker.finished(byHand.runId),
    );
    expect(refused.conclusion).not.toBe("success");

    await as("nina").closeIssue(halt);
    await eventually("the halt's issue to be opened again", async () =>
      (await world.github.inspect.comments(halt)).find(({ body }) =>
        body.includes("So it is open again"),
      ),
    );
    expect(await open("chaos-halt")).toBe(halt);
    expect(onlooker.dispatches()).toHaveLength(starts);

    await as("ahmed").closeIssue(halt);
    await statusSays(held, /🏃 Running|The run is queued/);
    expect(onlooker.dispatches()).toHaveLength(starts + 1);
    await experimentOf(onlooker);
    await say("john", held, "/chaos cancel");
    await statusSays(held, /Verdict: \*\*interrupted\*\*/);
  });
});
