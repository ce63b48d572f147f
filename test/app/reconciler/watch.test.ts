import { describe, expect, it } from "vitest";
import { prometheusForTests } from "./prometheus-for-tests.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const prometheus = prometheusForTests();
const SECOND = 1_000;
const QUERY = "min_over_time((errors\n)[30s:3s])";

const WATCHED = POLICY.replace(
  "    workflow: chaos-tests.yml\n",
  `    workflow: chaos-tests.yml
    stop_when: [{ name: error rate, query: errors, above: 5, for: 30s }]
`,
);

/** A request whose run is under way in staging, and a Prometheus whose answer can be changed. */
async function running() {
  const says = { value: "1" };
  const asked = new Set<string>();
  const prometheusUrl = await prometheus.start((question) => {
    asked.add(question.get("query") ?? "");
    return says.value;
  });
  const world = new World(store(), { prometheusUrl });
  world.github.commit({ [POLICY_PATH]: WATCHED });
  const issue = world.request("staging");
  await world.look(world.issueKey(issue));
  const [run] = world.dispatched();
  if (!run) throw new Error("nothing was dispatched");
  return { world, issue, run: run.id, says, asked };
}

describe("a run that is watched", () => {
  it("is asked about every ten seconds, and goes on while all is well", async () => {
    const { world, issue, asked } = await running();
    await world.advance(5 * 60 * SECOND);
    expect([...asked]).toEqual([QUERY]);
    expect(world.github.cancelled).toEqual([]);
    const record = await world.store.recordFor(world.ref(issue));
    const last = record?.dispatch?.watchedAt?.getTime() ?? 0;
    expect(world.now.getTime() - last).toBeLessThanOrEqual(10 * SECOND);
  });

  it("is cancelled within ten seconds of what the policy stops it for, and the request says why", async () => {
    const { world, issue, run, says } = await running();
    await world.advance(20 * SECOND);
    says.value = "8.5";
    // What Prometheus answered a moment ago is believed for some seconds.
    await world.advance(30 * SECOND);
    expect(new Set(world.github.cancelled)).toEqual(new Set([run]));
    expect(world.status(issue)).toContain("🛑 The run is being stopped");
    expect(world.status(issue)).toMatch(
      /🛑 Stopped at 2026-03-03 10:00:\d\d UTC: "error rate" was above 5 for 30s: 8.5\./,
    );
    const told = await world.audit(issue, "cancel");
    expect(told).toMatchObject([{ reason: { code: "criterion" } }]);
    world.finish(run, "deviated");
    await world.look(world.runKey(run));
    expect(await world.phase(issue)).toBe("finished");
    expect(world.status(issue)).toContain("🛑 Stopped at");
  });

  it("is cancelled once nobody could tell for a minute, also by a process that was not there before", async () => {
    const { world, issue, run, says } = await running();
    await world.advance(20 * SECOND);
    says.value = "NaN";
    await world.advance(40 * SECOND);
    expect(world.github.cancelled).toEqual([]);
    world.restart();
    await world.advance(60 * SECOND);
    expect(world.github.cancelled).toContain(run);
    expect(world.status(issue)).toContain("it can't be learned whether");
  });
});
