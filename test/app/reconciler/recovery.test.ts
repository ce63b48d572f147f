import { describe, expect, it } from "vitest";
import { prometheusForTests } from "./prometheus-for-tests.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const prometheus = prometheusForTests();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const RECOVERY = POLICY.replace(
  "    workflow: chaos-tests.yml\n",
  `    workflow: chaos-tests.yml
    recovery:
      - { name: error rate, query: errors, below: 1, within: 5m }
      - { name: circuit breakers, query: max(breakers), below: 1, within: 30s }
`,
);

/** A run in staging whose journal says that it held, and Prometheus with these values. */
async function heldWith(values: Record<string, string>) {
  const asked: { query: string; time: number }[] = [];
  const prometheusUrl = await prometheus.start((question) => {
    const query = question.get("query") ?? "";
    asked.push({ query, time: Number(question.get("time")) });
    return values[query] ?? "NaN";
  });
  const world = new World(store(), { prometheusUrl });
  world.github.commit({ [POLICY_PATH]: RECOVERY });
  const ended = world.now.getTime() / 1_000;
  const run = await world.handRun("staging", "held");
  const recorded = () => world.store.recordedRun(world.ref(0), run, 1);
  return { world, run, recorded, asked, ended };
}

const FINE = { errors: "0.2", "max(breakers)": "0" };

describe("a run that held where the policy has a recovery list", () => {
  it("is judged once every criterion held in its time, each asked for at that time", async () => {
    const { world, recorded, asked, ended } = await heldWith(FINE);
    expect(await recorded()).toBeUndefined();
    await world.advance(4 * MINUTE);
    expect(await recorded()).toBeUndefined();
    await world.advance(MINUTE);
    const record = await recorded();
    expect(record).toMatchObject({ verdict: "held", failed: false });
    expect(record?.summary).toContain("#### Recovery after the run");
    expect(
      new Set(asked.map(({ query, time }) => `${query} ${time - ended}`)),
    ).toEqual(new Set(["max(breakers) 30", "errors 300"]));
    expect(world.failureIssues()).toEqual([]);
  });

  it("is filed as soon as one does not hold in time, with query, value and time", async () => {
    const { world, run, recorded } = await heldWith({
      ...FINE,
      "max(breakers)": "2",
    });
    await world.advance(31 * SECOND);
    const events = await world.store.auditOf(world.ref(0), `run:${run}`);
    expect(events).toMatchObject([
      { kind: "verdict", data: { verdict: "not-recovered" } },
      { kind: "filed" },
    ]);
    const record = await recorded();
    expect(record).toMatchObject({ verdict: "not-recovered", failed: true });
    expect(record?.reason).toBe(
      'It did not recover in time: "circuit breakers" was 2 at 2026-03-03 10:00:30 UTC, and should have been below 1 within 30s after the run.',
    );
    const [issue] = world.failureIssues();
    expect(issue?.body).toContain(
      "**not-recovered**. It did not recover in time",
    );
    expect(issue?.body).toContain("### ❌ Not recovered: ");
    expect(issue?.body).not.toContain("✅ Held");
    expect(issue?.body).toMatch(
      /max\(breakers\).*\| 2 \| 2026-03-03 10:00:30 UTC \| \*\*no\*\* \|/,
    );
  });

  it("is decided the same however late the look comes, and filed once", async () => {
    const { world, run } = await heldWith({ ...FINE, errors: "8.5" });
    world.timers.clear();
    world.restart();
    world.now = new Date(world.now.getTime() + 3_600 * SECOND);
    await world.look(world.repositoryKey());
    await world.look(world.runKey(run));
    expect(world.failureIssues()).toHaveLength(1);
    expect(world.failureIssues()[0]?.body).toContain(
      "was 8.5 at 2026-03-03 10:05:00 UTC",
    );
  });

  it("is a failure where what it came to can't be learned in a quarter of an hour", async () => {
    const { world, recorded } = await heldWith(FINE);
    await prometheus.stop();
    await world.advance(15 * MINUTE);
    expect(await recorded()).toBeUndefined();
    await world.advance(2 * MINUTE);
    expect(await recorded()).toMatchObject({ verdict: "not-recovered" });
    expect(world.failureIssues()[0]?.body).toContain("is not known");
  });

  it("proves nothing for production while it is not known", async () => {
    const { world, recorded } = await heldWith(FINE);
    const issue = world.request();
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    await world.advance(6 * MINUTE);
    expect(await recorded()).toMatchObject({ verdict: "held" });
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
  });
});

describe("the request of a run whose recovery is watched", () => {
  it.each([
    ["0", "✅ Held"],
    ["2", "❌ Not recovered"],
  ])("says so, and what came of it: %s", async (breakers, outcome) => {
    const prometheusUrl = await prometheus.start((question) =>
      question.get("query") === "errors" ? "0.2" : breakers,
    );
    const world = new World(store(), { prometheusUrl });
    world.github.commit({ [POLICY_PATH]: RECOVERY });
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    await world.finishDispatched("held");
    await world.look(world.issueKey(issue));
    const status = world.status(issue);
    expect(status).toContain(
      "recovery is watched until 2026-03-03 10:05:00 UTC",
    );
    expect(status).toContain(
      "| circuit breakers | `max(breakers)` | below 1 within 30s | 2026-03-03 10:00:30 UTC |",
    );
    await world.advance(6 * MINUTE);
    expect(await world.phase(issue)).toBe("finished");
    expect(world.status(issue)).toContain(`### ${outcome}`);
    expect(world.status(issue)).not.toContain("is watched");
  });
});

describe("a run that failed by its journal", () => {
  it("is filed at once, whatever is to recover", async () => {
    const prometheusUrl = await prometheus.start(() => "0");
    const world = new World(store(), { prometheusUrl });
    world.github.commit({ [POLICY_PATH]: RECOVERY });
    await world.handRun("staging", "deviated");
    expect(world.failureIssues()).toHaveLength(1);
  });
});

describe("an experiment that held again", () => {
  it.each([
    ["closes the issue of its failure where the policy says so", true],
    ["leaves the issue of its failure open otherwise", false],
  ])("%s", async (_, closes) => {
    const world = new World(store());
    world.github.commit({
      [POLICY_PATH]: `${POLICY}failures: { close_when_held: ${closes} }\n`,
    });
    await world.handRun("staging", "deviated");
    await world.advance(MINUTE);
    await world.handRun("staging", "held");
    const [issue] = world.failureIssues();
    expect(issue?.open).toBe(!closes);
    expect(world.said(issue?.number ?? 0, /It held this time/)).toHaveLength(1);
  });
});
