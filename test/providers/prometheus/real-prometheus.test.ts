import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Slo } from "../../../core/policy/schema.ts";
import { createPrometheus } from "../../../providers/prometheus/prometheus.ts";
import { describeWith } from "../../needs.ts";
import { freePort } from "../../../sandbox/free-port.ts";

/* Objectives recorded as Sloth and Pyrra record them, by rules that need nothing to be scraped. */
const RULES = `
groups:
  - name: objectives
    interval: 1s
    rules:
      - record: slo:period_error_budget_remaining:ratio
        expr: vector(0.62)
        labels: { sloth_service: studio-hub, sloth_slo: availability }
      - record: slo:period_error_budget_remaining:ratio
        expr: vector(0.91)
        labels: { sloth_service: studio-hub, sloth_slo: latency }
      - record: slo:period_error_budget_remaining:ratio
        expr: vector(0) / 0
        labels: { sloth_service: idle }
      - record: pyrra_availability
        expr: vector(0.9975)
        labels: { slo: checkout }
      - record: pyrra_objective
        expr: vector(0.99)
        labels: { slo: checkout }
`;

const PYRRA: Slo = { source: "prometheus", pyrra: "checkout" };

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
    await writeFile(join(folder, "rules.yml"), RULES);
    await writeFile(
      join(folder, "prometheus.yml"),
      "rule_files: [rules.yml]\n",
    );
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
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

  async function remaining(slo: Slo) {
    const [budget] = await createPrometheus({ url }).errorBudgets(
      [slo],
      new Date(),
    );
    return budget?.remaining;
  }

  it("are read from what Sloth recorded, the worst of a service's objectives", async () => {
    expect(
      await remaining({ source: "prometheus", sloth: "studio-hub" }),
    ).toMatchObject({ known: true, value: 0.62 });
  });

  it("are computed from what Pyrra recorded", async () => {
    const budget = await remaining(PYRRA);
    expect(budget?.known === true && budget.value).toBeCloseTo(0.75);
  });

  it.each<[string, Slo, string]>([
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
