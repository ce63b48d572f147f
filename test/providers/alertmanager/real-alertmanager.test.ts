import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createAlertmanager } from "../../../providers/alertmanager/alertmanager.ts";
import { freePort } from "../../../sandbox/free-port.ts";
import { describeWith } from "../../needs.ts";
import { chosenSource } from "../chosen-source.ts";

const BINARY = "prometheus-alertmanager";

const ALERTMANAGER = {
  name: "Alertmanager",
  present: spawnSync(BINARY, ["--version"], { stdio: "ignore" }).status === 0,
};

const CONFIGURATION = `
route: { receiver: nobody }
receivers: [{ name: nobody }]
inhibit_rules:
  - source_matchers: [alertname="ClusterDown"]
    target_matchers: [alertname="PodDown"]
`;

describeWith(ALERTMANAGER, "the alerts of a real Alertmanager", () => {
  let folder = "";
  let server: ChildProcess | undefined;
  let url = "";

  const post = (path: string, body: unknown) =>
    fetch(`${url}/api/v2/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  async function titles(given: object = {}) {
    const choice = chosenSource("alertmanager", given);
    const client = createAlertmanager({ url });
    const fact = await client.incidents(choice, new Date());
    return fact.known
      ? fact.value
          .map(({ title, severity }) => `${title} ${severity}`)
          .toSorted()
      : fact.reason;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "alertmanager-"));
    await writeFile(join(folder, "alertmanager.yml"), CONFIGURATION);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(
      BINARY,
      [
        `--config.file=${join(folder, "alertmanager.yml")}`,
        `--storage.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--cluster.listen-address=",
      ],
      { stdio: "ignore" },
    );
    await vi.waitUntil(
      async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok,
      { timeout: 30_000 },
    );
    const now = Date.now();
    const until = (minutes: number) =>
      new Date(now + minutes * 60_000).toISOString();
    await post("silences", {
      matchers: [
        { name: "alertname", value: "Noise", isRegex: false, isEqual: true },
      ],
      startsAt: until(0),
      endsAt: until(60),
      createdBy: "test",
      comment: "noise",
    });
    const firing = (alertname: string, severity: string, minutes = 60) => ({
      labels: { alertname, severity, team: "shop" },
      annotations: {},
      startsAt: until(-60),
      endsAt: until(minutes),
    });
    await post("alerts", [
      firing("ClusterDown", "critical"),
      firing("PodDown", "warning"),
      firing("Noise", "error"),
      firing("Over", "critical", -1),
    ]);
    // Silences and inhibitions are applied when the group is processed.
    await vi.waitUntil(async () => (await titles()).length === 1, {
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

  it("are those that fire now, neither silenced nor inhibited", async () => {
    expect(await titles()).toEqual(["ClusterDown SEV-1"]);
  });

  it("are also the silenced and the inhibited ones where the policy says so", async () => {
    expect(await titles({ silenced: true })).toContain("Noise SEV-2");
    expect(await titles({ inhibited: true })).toContain("PodDown SEV-3");
  });

  it("are those that match", async () => {
    expect(await titles({ matchers: ['severity=~"warn.*"'] })).toEqual([]);
    expect(
      await titles({ matchers: ['team="shop"', 'severity="critical"'] }),
    ).toEqual(["ClusterDown SEV-1"]);
  });

  it("can't be asked for by a matcher that is none", async () => {
    await expect(titles({ matchers: ['team=~"("'] })).rejects.toMatchObject({
      message: "Alertmanager answered HTTP 400",
      answer: expect.stringContaining("error parsing regexp"),
    });
  });
});
