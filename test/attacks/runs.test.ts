import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { fileHere, HOLDS, POLICY } from "../acceptance/governed-repository.ts";
import {
  attackedRepository,
  BOT,
  carriedOut,
  EXPERIMENT,
  WORKFLOW,
} from "./attacked-repository.ts";
import { recordWebhooks } from "./recorded-webhooks.ts";

const repository = attackedRepository();
/** It never ran. */
const NEW = "never-ran";
const NOBODY = /Nobody has approved yet/;
const ASKED = {
  experiment: HOLDS,
  environment: "staging",
  skip_validation: "false",
};

const ended = (run: number) =>
  eventually(`the end of run ${run}`, () =>
    repository().onlooker.finished(run),
  );

/** The one run of a request that both approved. */
async function approvedRun() {
  const { ask, approve, statusSays, onlooker } = repository();
  const issue = await ask();
  await approve(issue);
  await statusSays(issue, /Verdict|Held/);
  const run = onlooker.runs().at(-1);
  if (!run) throw new Error("nothing was started");
  return { issue, run };
}

/** The workflow as somebody would like it: without its gate. */
async function ungated(): Promise<string> {
  const text = await fileHere(`.github/workflows/${WORKFLOW}`);
  const start = text.indexOf("      - name: Gate\n");
  const end = text.indexOf("      - uses: actions/setup-python", start);
  const open = [
    "      - name: Gate",
    "        id: gate",
    "        run: |",
    `          echo "experiment-path=${EXPERIMENT}" >>"$GITHUB_OUTPUT"`,
    `          echo "journal-path=reports/chaos/${HOLDS}-journal.json" >>"$GITHUB_OUTPUT"`,
    "",
    "",
  ].join("\n");
  return text.slice(0, start) + open + text.slice(end);
}

describe("who may push and holds no role", { timeout: 180_000 }, () => {
  it("runs an approved run again, and the gate step refuses", async () => {
    const { as } = repository();
    const { run } = await approvedRun();
    expect(carriedOut(run)).toBe(true);
    await as("nina").rerun(run.id);
    expect(await ended(run.id)).toMatchObject({
      attempt: 2,
      conclusion: "failure",
    });
    expect(carriedOut(run)).toBe(false);
  });

  it("starts a workflow without its gate on a branch or a tag, with all that an approved run bore, and is not let in", async () => {
    const { as, api, world } = repository();
    world.github.protection.protect("staging");
    const { issue, run } = await approvedRun();
    await as("nina").openPullRequest("without-gate", {
      [`.github/workflows/${WORKFLOW}`]: await ungated(),
    });
    const { json } = await api(
      as("nina").token,
      "GET",
      "/git/ref/heads/without-gate",
    );
    const sha = /"sha":"(?<sha>\w+)"/.exec(JSON.stringify(json))?.groups?.[
      "sha"
    ];
    const tag = `chaos-governor/request-${issue}-${String(run.inputs["correlation"]).slice(0, 8)}`;
    await api(as("nina").token, "POST", "/git/refs", {
      ref: `refs/tags/${tag}`,
      sha,
    });
    for (const ref of ["without-gate", tag]) {
      const dispatch = { ref, inputs: run.inputs, return_run_details: true };
      const path = `/actions/workflows/${WORKFLOW}/dispatches`;
      const before = world.github.inspect.runs().length;
      await api(as("nina").token, "POST", path, dispatch);
      const started = world.github.inspect.runs()[before];
      if (!started) throw new Error(`nothing was started on ${ref}`);
      expect((await ended(started.id)).conclusion).toBe("failure");
      expect(world.github.protection.gates(started.id)).toMatchObject([
        { state: "rejected" },
      ]);
    }
  });

  it("changes the experiment between the decision and the start, and only what was approved runs", async () => {
    const { ask, approve, statusSays, as, world, onlooker } = repository();
    const issue = await ask();
    const text = await fileHere(EXPERIMENT);
    let change: Promise<string> | undefined;
    world.github.intercept(async ({ operation, login }, perform) => {
      if (operation === "actions/create-workflow-dispatch" && login === BOT) {
        change ??= as("nina").push({ [EXPERIMENT]: `${text}\n` }, "harmless");
        await change;
      }
      return perform();
    });
    await approve(issue);
    await eventually("the change", () => change);
    world.github.intercept((_, perform) => perform());
    await statusSays(issue, /Verdict|Held/);
    const run = onlooker.runs().at(-1);
    expect(run?.commit.sha).toBe(run?.inputs["commit"]);
    await as("lisa").push({ [EXPERIMENT]: text }, "as before");
  });

  it("brings a policy, a workflow and an experiment in a fork, and nothing of it counts", async () => {
    const { as, request, settled, statusSays, ask, onlooker, world } =
      repository();
    const starts = onlooker.dispatches().length;
    const policy = await fileHere(POLICY);
    const fork = world.github.fork("nina");
    const { number, head } = await fork.openPullRequest("generous", {
      [POLICY]: policy.replaceAll(/primary: \w+/g, "primary: nina"),
      [`.github/workflows/${WORKFLOW}`]: await ungated(),
      "experiments/from-a-fork.json": await fileHere(EXPERIMENT),
    });
    await as("nina").comment(number, "/chaos approve");
    const issue = await request("from-a-fork", "staging");
    await statusSays(issue, /no experiment|There is no|not there/i);
    const here = await ask();
    await as("nina").comment(here, "/chaos approve");
    await settled(here);
    await statusSays(here, NOBODY);
    const { runId } = await as("nina").dispatchWorkflow(WORKFLOW, {
      ...ASKED,
      request: String(here),
      correlation: "of-a-fork",
      digest: "sha256:0",
      commit: head,
    });
    expect((await ended(runId)).conclusion).toBe("failure");
    expect(onlooker.dispatches()).toHaveLength(starts);
  });

  it("has a run of the same name say that it held in staging, and that proves nothing for production", async () => {
    const { as, api, request, statusSays, world } = repository();
    const text = await fileHere(EXPERIMENT);
    await as("lisa").push(
      { [`experiments/${NEW}.json`]: `${text}\n\n` },
      "new",
    );
    await as("nina").openPullRequest("same-name", {
      [`.github/workflows/${WORKFLOW}`]: (await ungated()).replace(
        "environment: ${{ inputs.environment }}",
        "environment: elsewhere",
      ),
    });
    const path = `/actions/workflows/${WORKFLOW}/dispatches`;
    const before = world.github.inspect.runs().length;
    await api(as("nina").token, "POST", path, {
      ref: "same-name",
      inputs: { experiment: NEW, environment: "staging" },
    });
    const run = world.github.inspect.runs()[before];
    if (!run) throw new Error("nothing was started");
    await ended(run.id);
    const issue = await request(NEW, "production");
    expect(await statusSays(issue, /staging_passed/)).toMatch(
      /(❌|⏳|⛔)[^\n]*staging_passed/,
    );
  });

  it("sends webhooks again, under another id, changed, or signed by nobody, and nothing runs twice", async () => {
    const { world, settled, onlooker } = repository();
    const { webhooks } = world.github;
    const recorder = await recordWebhooks(webhooks.url ?? "");
    webhooks.url = recorder.url;
    const { issue } = await approvedRun();
    const starts = onlooker.dispatches().length;
    const heard = recorder.heard.filter(({ event }) => event !== "push");
    expect(heard.length).toBeGreaterThan(3);
    for (const one of heard) {
      expect(await recorder.send(one)).toBe(200);
      expect(await recorder.send({ ...one, id: crypto.randomUUID() })).toBe(
        200,
      );
      const changed = one.body.replaceAll("nina", "mike").concat(" ");
      expect(await recorder.send({ ...one, body: changed })).toBe(400);
      expect(await recorder.send({ ...one, signature: "sha256=00" })).toBe(400);
    }
    const other = await repository().ask();
    await settled(other);
    await repository().statusSays(other, NOBODY);
    expect(onlooker.dispatches()).toHaveLength(starts);
    expect(
      onlooker
        .runs()
        .filter(({ inputs }) => inputs["request"] === String(issue)),
    ).toHaveLength(1);
    webhooks.url = recorder.to;
    recorder.close();
  });
});
