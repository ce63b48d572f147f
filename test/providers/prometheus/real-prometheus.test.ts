import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { AskableSlo } from "../../../core/policy/gates/error-budget.ts";
import { readOpenSlo } from "../../../core/policy/gates/openslo.ts";
import { createPrometheus } from "../../../providers/prometheus/prometheus.ts";
import { describeWith } from "../../needs.ts";
import { freePort } from "../../../sandbox/free-port.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const RULES = join(FIXTURES, "prometheus-rules.yml");
const MINUTE = 60;

const PYRRA: AskableSlo = { source: "prometheus", pyrra: "checkout" };

const PROMETHEUS = {
  name: "Prometheus",
  present:
    spawnSync("prometheus", ["--version"], { stdio: "ignore" }).status === 0,
};

describeWith(PROMETHEUS, "the error budgets of a real Prometheus", () => {
  let folder = "";
  let server: ChildProcess | undefined;
  let url = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "prometheus-"));
    await writeFile(
      join(folder, "prometheus.yml"),
      `rule_files: [${JSON.stringify(RULES)}]\n`,
    );
    await writeFile(join(folder, "recorded.txt"), recorded(Date.now() / 1_000));
    promtool(
      "tsdb",
      "create-blocks-from",
      "openmetrics",
      join(folder, "recorded.txt"),
      join(folder, "data"),
    );
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // As behind a proxy that looks back further than Prometheus does by itself.
        "--query.lookback-delta=1h",
      ],
      { stdio: "ignore" },
    );
    await vi.waitUntil(async () => (await remaining(PYRRA))?.known, {
      timeout: 30_000,
    });
  });

  afterAll(async () => {
    if (server) {
      const closed = once(server, "close");
      server.kill("SIGKILL");
      await closed;
    }
    await rm(folder, { recursive: true, force: true });
  });

  async function budgetOf(slo: AskableSlo) {
    const [budget] = await createPrometheus({ url }).errorBudgets(
      [slo],
      new Date(),
    );
    return budget;
  }

  async function remaining(slo: AskableSlo) {
    return (await budgetOf(slo))?.remaining;
  }

  it("come from rules that promtool finds nothing wrong with", () => {
    expect(promtool("check", "rules", RULES)).toContain("SUCCESS: 8 rules");
  });

  it("come with their burn rate and their age", async () => {
    const budget = await budgetOf({
      source: "prometheus",
      sloth: "studio-hub",
    });
    expect(budget?.burnRate).toMatchObject({ known: true, value: 1.5 });
    expect(budget?.age?.known === true && budget.age.value).toBeLessThan(
      60_000,
    );
  });

  it("are as old as the last sample, where nothing records them any more", async () => {
    const budget = await budgetOf({ source: "prometheus", sloth: "silent" });
    expect(budget?.remaining).toMatchObject({ known: true, value: 0.8 });
    expect(budget?.age?.known === true && budget.age.value).toBeGreaterThan(
      19 * MINUTE * 1_000,
    );
  });

  it("are computed from what an OpenSLO description counts", async () => {
    const read = readOpenSlo(
      await readFile(join(FIXTURES, "openslo/checkout.yml"), "utf8"),
      "checkout.yml",
    );
    const budget = await budgetOf(read.ok ? read.slo : PYRRA);
    // One request of a hundred fails, and five may.
    expect(
      budget?.remaining.known === true && budget.remaining.value,
    ).toBeCloseTo(0.8, 2);
    expect(
      budget?.burnRate?.known === true && budget.burnRate.value,
    ).toBeCloseTo(0.2, 2);
  });

  it("are read from what Sloth recorded, the worst of a service's objectives", async () => {
    expect(
      await remaining({ source: "prometheus", sloth: "studio-hub" }),
    ).toMatchObject({ known: true, value: 0.62 });
  });

  it("are computed from what Pyrra recorded", async () => {
    const budget = await remaining(PYRRA);
    expect(budget?.known === true && budget.value).toBeCloseTo(0.75);
  });

  it.each<[string, AskableSlo, string]>([
    [
      "where nothing was measured",
      { source: "prometheus", sloth: "idle" },
      "the query answers NaN: there was nothing to measure",
    ],
    [
      "where nothing is recorded",
      { source: "prometheus", sloth: "nobody" },
      "the query answers no series",
    ],
    [
      "where two servers say different things",
      { source: "prometheus", sloth: "torn" },
      "the answers contradict each other",
    ],
    [
      "where the query is none",
      { source: "prometheus", name: "own", query: "sum(" },
      "Prometheus refused the query (bad_data): ",
    ],
    [
      "where the query asks for a range",
      { source: "prometheus", name: "own", query: "pyrra_availability[5m]" },
      "the query answers a matrix",
    ],
  ])("are unknown %s", async (_, slo, reason) => {
    expect(await remaining(slo)).toMatchObject({
      known: false,
      reason: expect.stringContaining(reason),
    });
  });
});

/** Two hours of requests, of which one in a hundred fails; and an objective that nobody records since 20 minutes. */
function recorded(now: number): string {
  const minutes = Array.from({ length: 121 }, (_, minute) => minute);
  const at = (minute: number) => Math.floor(now) - (120 - minute) * MINUTE;
  const line = (series: string, value: number, minute: number) =>
    `${series} ${value} ${at(minute)}`;
  return [
    "# TYPE http_requests counter",
    ...minutes.map((minute) =>
      line('http_requests_total{code="200"}', 99 * minute, minute),
    ),
    ...minutes.map((minute) =>
      line('http_requests_total{code="500"}', minute, minute),
    ),
    "# TYPE slo:period_error_budget_remaining:ratio gauge",
    ...minutes
      .slice(0, 101)
      .map((minute) =>
        line(
          'slo:period_error_budget_remaining:ratio{sloth_service="silent"}',
          0.8,
          minute,
        ),
      ),
    "# EOF",
    "",
  ].join("\n");
}

function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("promtool", args, {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`promtool ${args[0]}: ${stderr}${stdout}`);
  return stdout;
}
