import { randomBytes } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { startApp } from "../../sandbox/app-process.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { ORGANISATION, REPOSITORY } from "../../sandbox/people.ts";
import { WEBHOOK_SECRET } from "../../sandbox/world.ts";
import {
  FAILS,
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "../acceptance/governed-repository.ts";
import { WORKFLOW } from "./attacked-repository.ts";
import { startEchoingService } from "./echoing-service.ts";

/** By the name of the place where it was put. */
const canaries = new Map([["webhook secret", WEBHOOK_SECRET]]);
const log: string[] = [];
const service = await startEchoingService();
afterAll(() => service.stop());

/** A new secret, noted under the place's name. */
function plant(place: string): string {
  const canary = `canary${randomBytes(12).toString("hex")}`;
  canaries.set(place, canary);
  return canary;
}

const repository = governedRepository(
  async () => ({
    LOG_LEVEL: "trace",
    OPERATOR_TOKEN: plant("operator's token"),
    SAFEGUARD_SECRET: plant("safeguard's secret"),
    PROMETHEUS_URL: `http://${service.host}/prometheus`,
    PROMETHEUS_TOKEN: plant("Prometheus's token"),
    PAGERDUTY_URL: `http://${service.host}/pagerduty`,
    PAGERDUTY_TOKEN: plant("PagerDuty's token"),
    ALERTMANAGER_URL: `http://somebody:${plant("Alertmanager's password")}@${service.host}/alerts`,
    STATUSPAGE_URL: `http://somebody:${plant("Statuspage's password")}@${service.host}/status`,
    GRAFANA_IRM_URL: `http://${service.host}/grafana`,
    GRAFANA_IRM_TOKEN: plant("Grafana's token"),
    INCIDENT_IO_URL: `http://${service.host}/incident-io`,
    INCIDENT_IO_TOKEN: plant("incident.io's token"),
    CALENDAR_FEEDS: `company=http://${service.host}/${plant("a feed's path")}/freezes.ics?key=${plant("a feed's key")}`,
  }),
  undefined,
  0,
  {
    preloads: [`${import.meta.dirname}/outbound-watch.ts`],
    onLine: (line) => log.push(line),
  },
);

/** In words, each canary that is found in one of these texts, by its name, or in Base64. */
function found(texts: ReadonlyMap<string, string>): string[] {
  return [...canaries].flatMap(([place, canary]) =>
    [...texts].flatMap(([where, text]) =>
      text.includes(canary) ||
      text.includes(Buffer.from(canary).toString("base64").slice(0, -4))
        ? [`${place} in ${where}`]
        : [],
    ),
  );
}

/** Merges a policy that asks every service, and lets anything run in the lab. */
async function askEverybody(): Promise<void> {
  const policy = parseDocument(await fileHere(POLICY));
  for (const [role, on_call] of Object.entries({
    "incident-commander": { pagerduty: { schedule: "PDBA001" } },
    "backend-lead": { grafana: { schedule: "SBM7DV7BKFUYU" } },
    "devops-lead": { incident_io: { schedule: "01FDAG4SAP5TYPT98WGR2N7W91" } },
  }))
    policy.setIn(["roles", role], { on_call });
  const gates = ["environments", "production", "gates"];
  policy.setIn([...gates, "recent_incidents"], {
    none_within: "2h",
    severities: ["SEV-1"],
    sources: ["pagerduty", "alertmanager", "statuspage"],
  });
  policy.setIn([...gates, "windows"], { freezes: [{ feed: "company" }] });
  policy.setIn(["environments", "lab"], { workflow: WORKFLOW, gates: {} });
  await repository()
    .as("lisa")
    .push({ [POLICY]: policy.toString() }, "everybody is asked");
}

/** A run that failed and whose journal gives away what it should not. */
async function leakyRun(): Promise<void> {
  const { as, runByHand, onlooker } = repository();
  const secret = plant("a secret of an experiment");
  const text = await fileHere(`sandbox/journals/${FAILS}.json`);
  const journal = JSON.parse(text.replaceAll("shop-is-healthy", "is-healthy"));
  journal.experiment.secrets = { shop: { key: secret } };
  for (const entry of [...journal.run, ...Object.values(journal).flat()])
    if (typeof entry === "object" && entry !== null)
      Object.assign(entry, {
        status: "failed",
        output: {
          seen: secret,
          headers: {
            Authorization: `Bearer ${plant("a header in a journal")}`,
          },
          body: `password=${plant("a password in a journal")}`,
        },
        exception: ["Traceback", `ValueError: no ${secret} today`],
      });
  const experiment = JSON.parse(await fileHere(`experiments/${FAILS}.json`));
  experiment.secrets = journal.experiment.secrets;
  const workflow = await fileHere(`.github/workflows/${WORKFLOW}`);
  await as("lisa").push(
    {
      "experiments/leaky.json": JSON.stringify(experiment),
      "leaky-journal.txt": JSON.stringify(journal),
      [`.github/workflows/${WORKFLOW}`]: workflow.replace(
        /chaos --no-version-check run .*"\$EXPERIMENT" &/,
        'cp leaky-journal.txt "$JOURNAL" &',
      ),
    },
    "a leak",
  );
  await runByHand({ experiment: "leaky", environment: "lab" });
  await eventually("the failure", async () =>
    (await onlooker.failures("leaky")).at(-1),
  );
}

/** Everything that anybody may see, by where it is seen. */
async function everythingToSee(): Promise<Map<string, string>> {
  const { world } = repository();
  const { inspect, checks } = world.github;
  const texts = new Map([["the log", log.join("\n")]]);
  for (const { number, title, body } of await inspect.issues()) {
    const said = await inspect.comments(number);
    const ours = said.filter(({ throughApp }) => throughApp);
    texts.set(
      `issue ${number}`,
      [title, body, ...ours.map((one) => one.body)].join("\n"),
    );
  }
  for (const run of inspect.runs())
    texts.set(`run ${run.id}`, [...run.log, ...run.summary].join("\n"));
  texts.set("checks", JSON.stringify(checks.all));
  const of = `/api/repositories/${ORGANISATION}/${REPOSITORY}`;
  const pages = [
    "/",
    "/metrics",
    "/healthz",
    "/readyz",
    "/api/safeguard/1",
    `${of}/audit`,
    `${of}/decisions`,
  ];
  for (const path of pages)
    for (const token of ["wrong", canaries.get("operator's token") ?? ""]) {
      const answer = await fetch(`${world.appUrl}${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      texts.set(
        `${path}, asked with ${token === "wrong" ? "a wrong token" : "the operator's"}`,
        JSON.stringify([...answer.headers]) + (await answer.text()),
      );
    }
  return texts;
}

describe("secrets that were put everywhere", { timeout: 240_000 }, () => {
  it("are found nowhere, whatever services answer and journals hold, and nothing but what the operator named is asked", async () => {
    const { request, say, statusSays, world, as } = repository();
    await askEverybody();
    await leakyRun();
    const issue = await request(HOLDS, "production");
    await as("nina").comment(issue, `My password is ${plant("a comment")}`);
    for (const manner of [
      "refuses",
      "fails",
      "babbles",
      "sends elsewhere",
    ] as const) {
      service.state.manner = manner;
      // Past every time for which an answer is kept.
      world.moveClockTo(new Date(Date.now() + 11 * 60_000));
      await say("nina", issue, "/chaos recheck");
    }
    await statusSays(issue, /recent_incidents/);
    const refused = await fetch(`${world.appUrl}/api/github/webhooks`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-delivery": "1",
        "x-github-event": "push",
        "x-hub-signature-256": "sha256=00",
      },
      body: JSON.stringify({ secret: plant("a webhook that nobody signed") }),
    });
    expect(refused.status).toBe(400);

    const asked = service.state.asked.join("\n");
    for (const path of [
      "prometheus",
      "pagerduty",
      "alerts",
      "status",
      "grafana",
      "incident-io",
      "freezes.ics",
    ])
      expect(asked).toContain(path);
    const pem = world.github.privateKey.split("\n");
    canaries.set("private key", pem[Math.floor(pem.length / 2)] ?? "");
    const texts = await everythingToSee();
    // What people wrote is theirs; it has no business in the log.
    expect(found(texts)).toEqual([]);
    expect(log.join("\n")).not.toMatch(/\bgh[su]_[\w-]{10,}|\beyJ[\w-]{20,}\./);

    const places = new Set(
      log.flatMap((line) => /^outbound (?<place>\S+)/.exec(line)?.[1] ?? []),
    );
    expect([...places].toSorted()).toEqual(
      [new URL(world.github.apiUrl).host, service.host].toSorted(),
    );
  });

  it("are not in what the app says of settings that are wrong", async () => {
    const right = {
      APP_ID: "1",
      PRIVATE_KEY: repository().world.github.privateKey,
      WEBHOOK_SECRET: plant("webhook secret of an app that does not start"),
    };
    const wrong: Record<string, string> = {};
    for (const name of [
      "DATABASE_URL",
      "PROMETHEUS_URL",
      "PAGERDUTY_URL",
      "ALERTMANAGER_URL",
      "STATUSPAGE_URL",
      "GRAFANA_IRM_URL",
      "INCIDENT_IO_URL",
      "CALENDAR_FEEDS",
    ])
      wrong[name] = `htp://somebody:${plant(`a wrong ${name}`)}@host`;
    for (const name of [
      "PROMETHEUS_TOKEN",
      "PAGERDUTY_TOKEN",
      "OPERATOR_TOKEN",
      "SAFEGUARD_SECRET",
    ])
      wrong[name] = `${plant(`a wrong ${name}`)} ü`;
    const key = { PRIVATE_KEY: plant("a private key that is none") };
    const address = (rest: string) => ({
      DATABASE_URL: `postgres://somebody:${plant(`database at ${rest}`)}@${rest}`,
    });
    const cases = [
      wrong,
      key,
      address("127.0.0.1:1/none"),
      address("host:99999/none"),
      address("[/none"),
    ];
    const said = new Map<string, string>();
    for (const [index, settings] of cases.entries()) {
      const app = startApp({ ...right, ...settings });
      said.set(`attempt ${index}`, await app.ended);
    }
    expect([...said.values()].every((text) => text !== "")).toBe(true);
    expect(found(said)).toEqual([]);
  });
});
