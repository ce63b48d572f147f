import { randomUUID } from "node:crypto";
import type { Probot } from "probot";
import { AnswerMemory } from "../providers/github/answer-memory.ts";
import { conditionally } from "../providers/github/conditional.ts";
import { createGitHubRepository } from "../providers/github/github-repository.ts";
import { Contact } from "../providers/github/contact.ts";
import {
  hookDeliveries,
  redeliver,
} from "../providers/github/hook-deliveries.ts";
import {
  activeInstallations,
  installedRepositories,
} from "../providers/github/installations.ts";
import type { Octokit } from "../providers/github/octokit.ts";
import { Pacer } from "../providers/github/pacer.ts";
import { RateLimits } from "../providers/github/rate-limits.ts";
import { whereabouts } from "../providers/github/whereabouts.ts";
import { SURROUNDINGS } from "../providers/service/surroundings.ts";
import { timedFetch } from "../providers/timed-fetch.ts";
import { auditHandler } from "./audit-trail.ts";
import { auditUpkeep } from "./audit-upkeep.ts";
import { decisionsHandler } from "./decisions.ts";
import { healthHandler } from "./health.ts";
import type { RequestHandler } from "./listener.ts";
import type { Log } from "./log.ts";
import { metricsHandler } from "./metrics.ts";
import { createPulse } from "./pulse.ts";
import { lookMemory } from "./reconciler/look-memory.ts";
import { EVERYTHING } from "./reconciler/key.ts";
import { look } from "./reconciler/look.ts";
import { createWorker, type Installations } from "./reconciler/worker.ts";
import { createServices } from "../facts/services.ts";
import { redelivery } from "./redelivery.ts";
import { safeguardHandler } from "./safeguard.ts";
import type { Settings } from "./settings.ts";
import { readBacklog } from "./store/backlog.ts";
import type { Database } from "./store/database.ts";
import type { Queue } from "./store/queue.ts";
import { createStore } from "./store/sql-store.ts";
import { webhookHandler } from "./webhooks/endpoint.ts";
import { createReceiver } from "./webhooks/receive.ts";
import { seenDeliveries } from "./webhooks/seen-deliveries.ts";

/** How long the download of one artifact may take. */
const DOWNLOAD_LIMIT_MS = 60_000;

/** Milliseconds, of a clock that never jumps. */
const now = () => performance.now();

/** Starts the app, which answers requests by the handlers that it adds. */
export type App = (
  probot: Probot,
  door: { addHandler: (handler: RequestHandler) => void },
) => Promise<void>;

/** Wires the rooms together: webhooks to the queue, the queue to looks, looks to GitHub and the store. */
export function createApp(options: {
  settings: Settings;
  database: Database;
  queue: Queue;
  clock: () => Date;
  log: Log;
}): App {
  const { settings, database, queue, clock, log } = options;
  const { appId } = settings;
  return async (probot, { addHandler }) => {
    const store = createStore(database.kysely);
    const pulse = createPulse(now);
    const contact = new Contact(now);
    const limits = new RateLimits(now);
    const backlog = () => readBacklog(database.kysely);
    const asApp = async () =>
      limits.heeded(contact.noted(await probot.auth(), "app"), "app");
    const pacer = new Pacer();
    const asInstallation = async (installation: number) =>
      pacer.paced(
        limits.heeded(
          contact.noted(await probot.auth(installation), "installation"),
          installation,
        ),
        installation,
      );
    addHandler(
      webhookHandler({
        secret: settings.webhookSecret,
        receive: createReceiver({ queue, appId, log }),
        seen: seenDeliveries(() => clock().getTime()),
        log,
      }),
    );
    addHandler(
      healthHandler({ ping: () => database.ping(), backlog, pulse, contact }),
    );
    addHandler(
      metricsHandler(settings.metricsToken, {
        backlog,
        pulse,
        contact,
        limits,
      }),
    );
    addHandler(decisionsHandler(settings.operatorToken, store, clock));
    addHandler(safeguardHandler(settings.safeguardSecret, store, clock));
    addHandler(auditHandler(settings.operatorToken, store));
    const worker = createWorker({
      look,
      installations: installationsOf(
        { asApp, asInstallation, limits },
        settings,
      ),
      store,
      memory: lookMemory(),
      randomId: randomUUID,
      redeliver: redelivery({
        hook: {
          deliveries: async (filter) => hookDeliveries(await asApp(), filter),
          redeliver: async (id) => redeliver(await asApp(), id),
        },
        store,
        clock,
      }),
      upkeep: auditUpkeep({
        store,
        retentionDays: settings.auditRetentionDays,
        clock,
      }),
      queue,
      clock,
      services: createServices(settings, {
        ...SURROUNDINGS,
        now: () => clock().getTime(),
      }),
      log,
    });
    await queue.start(pulse.heard(worker));
    await queue.send(EVERYTHING, "start");
  };
}

function installationsOf(
  {
    asApp,
    asInstallation,
    limits,
  }: {
    asApp: () => Promise<Octokit>;
    asInstallation: (installation: number) => Promise<Octokit>;
    limits: RateLimits;
  },
  { appId, organisationRequired }: Settings,
): Installations {
  const answers = new AnswerMemory();
  const clientOf = async (installation: number) =>
    conditionally(
      await asInstallation(installation),
      answers,
      String(installation),
    );
  return {
    admit: (installation, leaves) => {
      limits.admit(installation, leaves);
    },
    list: async () => activeInstallations(await asApp()),
    repositories: async (installation) =>
      installedRepositories(await clientOf(installation)),
    whereabouts: async (repository) =>
      whereabouts(await asApp(), clientOf, repository),
    repository: async ({ installation, owner, repo }) =>
      createGitHubRepository(await clientOf(installation), {
        owner,
        name: repo,
        appId,
        organisationRequired,
        fetch: timedFetch(DOWNLOAD_LIMIT_MS),
      }),
  };
}
