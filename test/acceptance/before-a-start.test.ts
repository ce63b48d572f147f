import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { eventually } from "../../sandbox/eventually.ts";
import {
  FAILS,
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const repository = governedRepository();
/** A little more than the cooldown of half an hour. */
const COOLDOWN_MS = 31 * 60_000;

/** Merges a policy that asks for this in staging, and for nothing else there. */
async function stagingAsksFor(gates: Record<string, unknown>): Promise<void> {
  const policy = parseDocument(await fileHere(POLICY));
  policy.setIn(["environments", "staging", "gates"], gates);
  await repository()
    .as("lisa")
    .push({ [POLICY]: policy.toString() }, "other gates");
}

/** How often the app started something since it was called. */
function startsFromNowOn(): () => number {
  const before = repository().onlooker.dispatches().length;
  return () => repository().onlooker.dispatches().length - before;
}

describe("a request for an environment", { timeout: 120_000 }, () => {
  it("waits while another one runs there, and for the cooldown after it", async () => {
    const { request, statusSays, onlooker, world } = repository();
    await stagingAsksFor({ concurrency: { max: 1, cooldown: "30m" } });
    const starts = startsFromNowOn();
    const issues = [
      await request(HOLDS, "staging"),
      await request(FAILS, "staging"),
    ];
    const run = await eventually("the one that is started", () =>
      starts() > 0 ? onlooker.runs().at(-1) : undefined,
    );
    const [dispatch] = onlooker.dispatches().slice(-1);
    const waiting = issues.find(
      (issue) => String(issue) !== dispatch?.inputs["request"],
    );
    if (waiting === undefined) throw new Error("both were started");
    await eventually("its end", () => onlooker.finished(run.id));
    const status = await statusSays(waiting, /less than 30m ago/);
    expect(status).toMatch(/Waiting until/);
    expect(starts()).toBe(1);

    world.moveClockTo(new Date(Date.now() + COOLDOWN_MS));
    await eventually(
      "the other one",
      () => (starts() === 2 ? true : undefined),
      {
        withinMs: 60_000,
      },
    );
  });

  it("waits while the system is not healthy, and runs once it is", async () => {
    const { request, say, statusSays, world } = repository();
    await stagingAsksFor({
      steady_state: [
        { name: "error rate", query: "sum(http_requests_total)", below: 1 },
      ],
    });
    const starts = startsFromNowOn();
    world.prometheus.metrics.set("http_requests_total", 7.5);
    const issue = await request(HOLDS, "staging");
    await statusSays(issue, /error rate is 7\.5 \(has to be below 1\)/);
    expect(starts()).toBe(0);

    world.prometheus.metrics.set("http_requests_total", 0.2);
    await say("john", issue, "/chaos recheck");
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });

  it("is refused while the experiment has an error, and runs once that is mended", async () => {
    const { as, request, statusSays } = repository();
    await stagingAsksFor({ concurrency: { max: 9, cooldown: "0s" } });
    const starts = startsFromNowOn();
    const path = `experiments/${HOLDS}.json`;
    const sound = await fileHere(path);
    const broken = sound.replace('"tolerance":', '"tolerence":');
    await as("lisa").push({ [path]: broken }, "a slip");
    const issue = await request(HOLDS, "staging");
    await statusSays(issue, /The experiment has (an error|\d+ errors)/);
    expect(starts()).toBe(0);

    await as("lisa").push({ [path]: sound }, "as before");
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });

  it("waits while somebody halts experiments, whatever its gates say, and runs once that is over", async () => {
    const { as, request, say, statusSays } = repository();
    await stagingAsksFor({ concurrency: { max: 9, cooldown: "0s" } });
    const starts = startsFromNowOn();
    const halt = await as("ahmed").openIssue({
      title: "The payments are down",
      body: "",
      labels: ["chaos-halt"],
    });
    const issue = await request(HOLDS, "staging");
    await statusSays(issue, /The payments are down/);
    expect(starts()).toBe(0);

    await as("ahmed").closeIssue(halt.number);
    await say("john", issue, "/chaos recheck");
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });

  it("is refused while the experiment is larger than the policy allows, and runs once that is changed", async () => {
    const { request, statusSays } = repository();
    const limits = { faults: ["http-request"], longest: "10s" };
    await stagingAsksFor({ blast_radius: limits });
    const starts = startsFromNowOn();
    const issue = await request(HOLDS, "staging");
    const status = await statusSays(issue, /goes beyond the limits/);
    expect(status).toContain("it may take 50s (at most 10s)");
    expect(starts()).toBe(0);

    await stagingAsksFor({ blast_radius: { ...limits, longest: "1m" } });
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });

  it("waits while a change is being deployed there, and runs once that has ended", async () => {
    const { as, request, statusSays } = repository();
    await stagingAsksFor({ change_in_flight: {} });
    const starts = startsFromNowOn();
    const deployment = await as("sarah").deploy("staging");
    const issue = await request(HOLDS, "staging");
    await statusSays(issue, /main to staging by sarah/);
    await as("sarah").sayOfDeployment(deployment, "in_progress");
    expect(starts()).toBe(0);

    await as("sarah").sayOfDeployment(deployment, "success");
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });

  it("waits while a calendar of the repository has a freeze, and runs by the clock once that is over", async () => {
    const { as, request, statusSays, world } = repository();
    const ends = inHours(2);
    await as("lisa").push(
      { ".github/freezes.ics": freezes("Sale", inHours(-1), ends) },
      "a freeze",
    );
    await stagingAsksFor({
      windows: { freezes: [{ calendar: ".github/freezes.ics" }] },
    });
    const starts = startsFromNowOn();
    const issue = await request(HOLDS, "staging");
    const status = await statusSays(issue, /the freeze “Sale”/);
    expect(status).toContain("of the calendar .github/freezes.ics");
    expect(status).toMatch(/Waiting until/);
    expect(starts()).toBe(0);

    world.moveClockTo(ends);
    await statusSays(issue, /Running|judged|Held/);
    expect(starts()).toBe(1);
  });
});

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000);

const basic = (moment: Date) => moment.toISOString().replace(/[-:]|\.\d+/g, "");

/** An iCalendar file with this one event. */
function freezes(summary: string, from: Date, to: Date): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Chaos Governor//Test//EN",
    "BEGIN:VEVENT",
    "UID:sale@example.com",
    `DTSTAMP:${basic(from)}`,
    `DTSTART:${basic(from)}`,
    `DTEND:${basic(to)}`,
    `SUMMARY:${summary}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
