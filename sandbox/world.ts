import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type AppProcess, startApp } from "./app-process.ts";
import { type ChaosToolkit, findChaosToolkit } from "./chaos-toolkit/find.ts";
import { clockOffset, setClock } from "./clock.ts";
import { eventually } from "./eventually.ts";
import { type GitHubWorld, startGitHub } from "./github/world.ts";
import { ORGANISATION, PEOPLE, REPOSITORY, TEAMS } from "./people.ts";
import { type PrometheusStandIn, startPrometheus } from "./prometheus.ts";
import { repositoryContent } from "./repository-content.ts";
import { serveRuns } from "./run-service.ts";
import { type ShopService, startService } from "./service/service.ts";
import type { Timeline } from "./timeline.ts";
import { freePort } from "./free-port.ts";

const ROOT = join(import.meta.dirname, "..");
/** Of the App in here. */
export const WEBHOOK_SECRET = "the sandbox's webhook secret";

const manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** Everything that runs while the sandbox is up. */
export interface World {
  github: GitHubWorld;
  repositoryUrl: string;
  appUrl: string;
  prometheus: PrometheusStandIn;
  shop: ShopService;
  toolkit: ChaosToolkit;
  /** Moves the clock of the whole world ahead to this moment. */
  moveClockTo(moment: Date): void;
  /** Starts one more process of the app, on the same settings; several need a DATABASE_URL. @returns its webhook URL */
  startAnotherApp(): Promise<string>;
  /** Stops the app, and starts it again once that is done. */
  whileAppIsDown(doing: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the world's parts side by side, and tells of each as it is there.
 *
 * @param environment says where Chaos Toolkit is, and whether recorded runs are replayed instead
 * @param settings the operator's, besides what leads to the world's other parts
 * @param organisationFiles by path, what the organisation's repository `.github` holds; absent: there is none
 * @param watched who listens to the app's process
 */
export async function startWorld(
  timeline: Timeline,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
  settings: Record<string, string> = {},
  organisationFiles?: Record<string, string>,
  watched: Parameters<typeof startApp>[1] = {},
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "chaos-governor-"));
  const stops: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true }),
  ];
  const stop = async () => {
    for (const end of stops.toReversed()) await end();
  };
  try {
    timeline.progress(
      "starting a GitHub, a service to break, a Prometheus; looking for Chaos Toolkit",
    );
    const port = await freePort();
    const [github, shop, prometheus, toolkit] = await Promise.all([
      startLocalGitHub(port, organisationFiles).then((started) =>
        keep(started, stops),
      ),
      startService({ port: 0 }).then((started) => keep(started, stops)),
      startPrometheus({ [REPOSITORY]: 0.82 }).then((started) =>
        keep(started, stops),
      ),
      findChaosToolkit({
        env: environment,
        log: (line) => timeline.progress(line),
        cacheDir: join(ROOT, ".sandbox"),
      }),
    ]);
    const repositoryUrl = `${github.url}/${ORGANISATION}/${REPOSITORY}`;
    timeline.tell({
      actor: "github",
      text: `${ORGANISATION}/${REPOSITORY} is there`,
      link: repositoryUrl,
    });
    timeline.tell({
      actor: "shop",
      text: "a small service to break",
      link: `${shop.url}/api/health`,
    });
    timeline.tell({ actor: "chaos toolkit", text: describeToolkit(toolkit) });

    const runs = serveRuns(github, {
      folder,
      path: [toolkit.bin],
      variables: {
        SANDBOX_SERVICE_URL: shop.url,
        PROMETHEUS_URL: prometheus.url,
        // How long a replayed run takes.
        CHAOS_HOLD_SECONDS: environment["CHAOS_HOLD_SECONDS"] ?? "",
      },
    });
    stops.push(() => runs.stop());

    const apps: AppProcess[] = [];
    const startAppOn = async (appPort: number) => {
      const app = startApp(
        {
          APP_ID: String(APP_ID),
          PRIVATE_KEY: github.privateKey,
          WEBHOOK_SECRET,
          DATA_FOLDER: join(folder, "data"),
          GITHUB_API_URL: github.apiUrl,
          PROMETHEUS_URL: prometheus.url,
          HOST: "127.0.0.1",
          PORT: String(appPort),
          LOG_LEVEL: "warn",
          ...settings,
        },
        watched,
      );
      stops.push(() => app.stop());
      apps.push(app);
      await ready(`http://127.0.0.1:${appPort}/readyz`, app, signal);
    };
    timeline.progress("starting the app and its embedded Postgres");
    await startAppOn(port);
    timeline.tell({
      actor: "app",
      text: "is ready",
      link: `http://127.0.0.1:${port}/readyz`,
    });

    return {
      github,
      repositoryUrl,
      appUrl: `http://127.0.0.1:${port}`,
      prometheus,
      shop,
      toolkit,
      moveClockTo(moment) {
        setClock(clockOffset() + moment.getTime() - Date.now());
        for (const app of apps) app.followClock();
      },
      async startAnotherApp() {
        const another = await freePort();
        await startAppOn(another);
        return webhookUrl(another);
      },
      async whileAppIsDown(doing) {
        await Promise.all(apps.splice(0).map((app) => app.stop()));
        await doing();
        await startAppOn(port);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const APP_ID = 4_711;

const webhookUrl = (port: number) =>
  `http://127.0.0.1:${port}/api/github/webhooks`;

async function startLocalGitHub(
  appPort: number,
  organisationFiles: Record<string, string> | undefined,
): Promise<GitHubWorld> {
  const text = await readFile(join(ROOT, "docs/app-manifest.json"), "utf8");
  const { default_permissions: permissions, default_events: events } =
    manifest.parse(JSON.parse(text));
  return startGitHub({
    organisation: ORGANISATION,
    people: [...PEOPLE],
    teams: TEAMS.map(({ slug, members }) => ({ slug, members: [...members] })),
    ...(organisationFiles && { organisationFiles }),
    repository: {
      name: REPOSITORY,
      defaultBranch: "main",
      files: await repositoryContent(),
    },
    app: {
      id: APP_ID,
      slug: "chaos-governor",
      webhookUrl: webhookUrl(appPort),
      webhookSecret: WEBHOOK_SECRET,
      permissions,
      events,
    },
  });
}

function keep<Part extends { stop(): Promise<void> }>(
  part: Part,
  stops: (() => Promise<unknown>)[],
): Part {
  stops.push(() => part.stop());
  return part;
}

async function ready(
  url: string,
  app: AppProcess,
  signal: AbortSignal,
): Promise<void> {
  const died = app.ended.then((last) => {
    throw new Error(`the app ended by itself:\n${last}`);
  });
  const answers = eventually(
    "the app is ready",
    async () => ((await fetch(url)).ok ? true : undefined),
    { withinMs: 60_000, signal },
  );
  await Promise.race([answers, died]);
  // From here on, its end is the story's end: the next step says what was not seen.
  died.catch(() => undefined);
}

function describeToolkit(toolkit: ChaosToolkit): string {
  switch (toolkit.kind) {
    case "path":
      return "the one on your PATH runs the experiments";
    case "venv":
      return "the one in .sandbox/ runs the experiments";
    case "replay":
      return `recorded journals are replayed instead: ${toolkit.why}`;
  }
}
