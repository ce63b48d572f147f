import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { createApp } from "../../app/index.ts";
import { openDatabase } from "../../app/store/database.ts";
import { openQueue } from "../../app/store/queue.ts";
import { requestForm } from "../../core/request/form.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { EXPERIMENT, EXPERIMENT_PATH, experiment } from "./reconciler/world.ts";
import { listeningApp } from "./listening-app.ts";
import { localGitHub, WORKFLOW } from "../sandbox/github/local-github.ts";
import { settingsOn } from "./settings-for-tests.ts";

const POLICY = `
version: 1
roles: { devops-lead: { primary: mike } }
environments:
  staging: { workflow: ${WORKFLOW}, gates: { approvals: { roles: [devops-lead] } } }
`;

const clock = () => new Date();
const logLine = z.looseObject({ msg: z.string() });

it(
  "what led to the start of a workflow is found by one grep in the log, from its delivery on",
  { timeout: 60_000 },
  async () => {
    const world = await localGitHub({
      files: {
        ".github/chaos-governor.yml": POLICY,
        [EXPERIMENT_PATH]: experiment(),
      },
    });
    const lines: string[] = [];
    const log = pino(
      { level: "debug" },
      { write: (line) => void lines.push(line) },
    );
    const database = await openDatabase({ memory: true });
    const queue = await openQueue({ database, clock, log });
    onTestFinished(async () => {
      await queue.stop();
      await database.close();
    });
    const settings = settingsOn(world);
    await listeningApp(
      world,
      createApp({ settings, database, queue, clock, log }),
    );

    const { number: issue } = await world.as("sarah").openIssue({
      title: "Chaos",
      body: requestForm({
        experiment: EXPERIMENT,
        environment: "staging",
        reason: "To know.",
      }),
      labels: ["chaos-request"],
    });
    await eventually("the status", async () => {
      const [status] = await world.inspect.comments(issue);
      return status?.body.includes("devops-lead");
    });
    await world.as("mike").comment(issue, "/chaos approve");
    const grep = (word: string) =>
      lines.filter((line) => line.includes(word)).map(parsed);
    const dispatch = await eventually(
      "the start in the log",
      () => lines.map(parsed).find(({ does }) => does === "dispatch"),
      { withinMs: 40_000 },
    );
    const { key, cause, installation } = dispatch;
    expect(dispatch).toMatchObject({ issue, installation: expect.any(Number) });
    expect(installation).toBe(world.installationId);

    const ofDelivery = grep(String(cause));
    expect(ofDelivery).toContainEqual(
      expect.objectContaining({
        msg: "A webhook arrived.",
        request: expect.any(String),
        keys: [key],
      }),
    );
    expect(ofDelivery).toContainEqual(
      expect.objectContaining({ does: "dispatch" }),
    );
    expect(grep(String(key)).map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        "A webhook arrived.",
        "Changes something on GitHub.",
      ]),
    );
  },
);

function parsed(line: string) {
  return logLine.parse(JSON.parse(line));
}
