import { describe, expect, it } from "vitest";
import {
  readRecord,
  type DecisionRecord,
} from "../../../core/gate/recorded/record.ts";
import { replay } from "../../../core/gate/recorded/replay.ts";
import { prometheusForTests } from "./prometheus-for-tests.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const prometheus = prometheusForTests();
const MINUTE = 60_000;

/** The decisions on a request as they can be read later, oldest first. */
async function recorded(
  world: World,
  issue: number,
): Promise<DecisionRecord[]> {
  const texts = await world.store.decisionsOf(world.ref(issue));
  return texts.map((text) => {
    const read = readRecord(JSON.parse(text));
    if (!read.ok) throw new Error(read.problem);
    return read.record;
  });
}

const words = (records: DecisionRecord[]) =>
  records.map(({ decision }) => decision.decision);

describe("decisions on a request", () => {
  it("are kept where they say something new, with all that it takes to make them again", async () => {
    const world = new World(store());
    const issue = world.request();
    await world.look(world.issueKey(issue));
    expect(words(await recorded(world, issue))).toEqual(["refuse"]);

    await world.advance(40 * MINUTE);
    await world.look(world.issueKey(issue));
    expect(words(await recorded(world, issue))).toEqual(["refuse"]);

    await world.provenInStaging();
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    const records = await recorded(world, issue);
    expect(words(records)).toEqual(["refuse", "hold", "allow"]);
    expect(records.map((record) => replay(record).outcome)).toEqual(
      records.map(() => "same"),
    );

    const dispatch = records.at(-1);
    const { commit } = await world.github.head();
    expect(dispatch).toMatchObject({ environment: "production", commit });
    const [{ decision } = {}] = await world.audit(issue, "dispatch");
    expect(JSON.parse(JSON.stringify(dispatch?.decision))).toEqual(decision);
  });

  it("are not kept again where a measured value alone is another", async () => {
    let errors = 2;
    const prometheusUrl = await prometheus.start(() => String((errors += 1)));
    const world = new World(store(), { prometheusUrl });
    world.github.commit({
      [POLICY_PATH]: POLICY.replace(
        "  staging:\n    workflow: chaos-tests.yml\n",
        "$&    gates: { steady_state: [{ name: errors, query: errors, below: 1 }] }\n",
      ),
    });
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    await world.advance(10 * MINUTE);
    await world.look(world.issueKey(issue));
    expect(errors).toBeGreaterThan(3);
    expect(words(await recorded(world, issue))).toEqual(["refuse"]);
  });

  it("that allow are kept each time: a run is started on the very one that is there", async () => {
    const world = new World(store());
    world.github.breakDown("dispatch");
    const issue = world.request("staging");
    await expect(world.look(world.issueKey(issue))).rejects.toThrow("503");
    world.github.breakDown();
    await world.settle();
    await world.advance(3 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
    const [first, second, ...more] = await recorded(world, issue);
    expect(more).toEqual([]);
    expect(second?.decision).toMatchObject({ decision: "allow" });
    expect(second?.at).not.toEqual(first?.at);
  });

  it("too large to be kept with their facts are still in the audit trail", async () => {
    const world = new World(store());
    const rota = Array.from(
      { length: 1_500 },
      (_, index) =>
        `  role-${String(index)}: { primary: ahmed, contact: "${"c".repeat(100)}" }`,
    ).join("\n");
    world.github.commit({
      [POLICY_PATH]: POLICY.replace("environments:", `${rota}\nenvironments:`),
    });
    const issue = world.request();
    await world.look(world.issueKey(issue));
    expect(await recorded(world, issue)).toEqual([]);
    expect(await world.audit(issue, "decision")).toMatchObject([
      { decision: "refuse" },
    ]);
  });
});
