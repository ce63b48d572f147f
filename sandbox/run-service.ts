import { filesAt } from "./checkout.ts";
import type { GitHubWorld } from "./github/world.ts";
import type { Run } from "./github/run.ts";
import { ORGANISATION, REPOSITORY } from "./people.ts";
import { runWorkflow } from "./runner/runner.ts";

/** Serves every run that waits for a runner, as GitHub's hosted runners do. */
export interface RunService {
  /** Cancels what runs and waits for it. */
  stop(): Promise<void>;
}

interface Options {
  /** Where workspaces are made. */
  folder: string;
  /** Folders that come first on PATH. */
  path: string[];
  /** The repository's variables (`vars`). */
  variables: Record<string, string>;
}

export function serveRuns(
  github: GitHubWorld,
  { folder, path, variables }: Options,
): RunService {
  const underway = new Map<
    number,
    { cancel: AbortController; done: Promise<void> }
  >();
  const repository = `${ORGANISATION}/${REPOSITORY}`;
  const { runs } = github;

  const serve = async (
    run: Readonly<Run>,
    cancel: AbortController,
  ): Promise<void> => {
    const token = runs.token(run.id);
    const files = await filesAt(
      `${github.apiUrl}/repos/${repository}`,
      run.commit.sha,
      token,
    );
    const workflow = files.get(run.workflow.path);
    const ref = `refs/heads/${run.branch}`;
    await runWorkflow(
      {
        id: run.id,
        workflow: {
          path: run.workflow.path,
          text: new TextDecoder().decode(workflow),
        },
        files: () => Promise.resolve(files),
        contexts: {
          github: {
            token,
            repository,
            actor: run.actor,
            triggering_actor: run.actor,
            event_name: "workflow_dispatch",
            sha: run.commit.sha,
            ref,
            ref_name: run.branch,
            run_id: String(run.id),
            run_attempt: String(run.attempt),
            api_url: github.apiUrl,
            server_url: github.url,
            event: { inputs: run.inputs },
          },
          inputs: run.inputs,
          vars: variables,
          secrets: { GITHUB_TOKEN: token },
          runner: { os: "Linux" },
        },
        environment: {
          GITHUB_REPOSITORY: repository,
          GITHUB_ACTOR: run.actor,
          GITHUB_TRIGGERING_ACTOR: run.actor,
          GITHUB_EVENT_NAME: "workflow_dispatch",
          GITHUB_SHA: run.commit.sha,
          GITHUB_REF: ref,
          GITHUB_REF_NAME: run.branch,
          GITHUB_RUN_ID: String(run.id),
          GITHUB_RUN_ATTEMPT: "1",
          GITHUB_API_URL: github.apiUrl,
          GITHUB_SERVER_URL: github.url,
        },
        signal: cancel.signal,
      },
      {
        start: (id) => void runs.start(id),
        log: (id, line) => runs.addLog(id, line),
        summary: (id, markdown) => runs.summary(id, markdown),
        uploadArtifact: (id, name, zip) => runs.uploadArtifact(id, name, zip),
        complete: (id, conclusion) => runs.complete(id, conclusion),
      },
      folder,
      path,
    );
  };

  runs.onQueued((run) => {
    const cancel = new AbortController();
    const done = serve(run, cancel)
      .catch((error: unknown) => {
        // The repository could not be checked out: nobody else would end the run.
        runs.addLog(run.id, `Error: ${String(error)}`);
        runs.complete(run.id, "failure");
      })
      .finally(() => underway.delete(run.id));
    underway.set(run.id, { cancel, done });
  });
  runs.onCancelled((id) => underway.get(id)?.cancel.abort());

  return {
    async stop() {
      for (const { cancel } of underway.values()) cancel.abort();
      await Promise.allSettled([...underway.values()].map(({ done }) => done));
    },
  };
}
