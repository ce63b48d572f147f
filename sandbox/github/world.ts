import { randomUUID } from "node:crypto";
import type { RunnerSide } from "./actions/runs.ts";
import { type CheckRuns, createCheckRuns } from "./check-runs.ts";
import { createStorage } from "./actions/storage.ts";
import { type Contract, createContract } from "./contract/contract.ts";
import { createDeployments } from "./deployments.ts";
import { forwardHook } from "./emulate/hook.ts";
import { changePermission, populate } from "./emulate/populate.ts";
import { INSTALLATION_ID, startUpstream } from "./emulate/upstream.ts";
import { createApi } from "./front/api.ts";
import type { Failure, Interceptor } from "./front/failures.ts";
import { furnish } from "./front/furnish.ts";
import { createFork, type Fork } from "./fork.ts";
import type { Interior } from "./front/interior.ts";
import { type Front, listen } from "./front/server.ts";
import type { Asked } from "./front/traffic.ts";
import type { Webhooks } from "./front/webhooks.ts";
import { actions } from "./handlers/actions.ts";
import { checks, rerunCheck, rerunSuite } from "./handlers/checks.ts";
import { deployments, sayOfDeployment } from "./handlers/deployments.ts";
import { repositoryComments } from "./handlers/comments.ts";
import { type DispatchRequest, dispatching } from "./handlers/dispatch.ts";
import { installation } from "./handlers/installation.ts";
import { hookDeliveries } from "./handlers/hook-deliveries.ts";
import { people } from "./handlers/people.ts";
import { protectionRules } from "./handlers/protection.ts";
import { pullRequests } from "./handlers/pull-requests.ts";
import { reactions } from "./handlers/reactions.ts";
import { createInspection, type Inspection } from "./inspection.ts";
import type { GitHubOptions, Permission } from "./options.ts";
import { createPages } from "./pages/pages.ts";
import { createPerson, type Person } from "./person.ts";
import { createProtection, type Gate } from "./protection.ts";

/** A local GitHub in this process. */
export interface GitHubWorld {
  /** Of the pages, to be opened in a browser. */
  url: string;
  /** Of the API. */
  apiUrl: string;
  /** The App's, PEM. */
  privateKey: string;
  installationId: number;
  /** A client that acts as one of the people. */
  as(login: string): Person;
  /** Makes a person's fork of the repository. */
  fork(login: string): Fork;
  inspect: Inspection;
  /** The runner's side of workflow runs. */
  runs: RunnerSide;
  /** The App's check runs, and GitHub's buttons: "Re-run", and "Re-run all checks" of a commit. */
  checks: Pick<CheckRuns, "all"> & {
    rerun(login: string, id: number): void;
    rerunAll(login: string, commit: string): Promise<void>;
  };
  /** Environments with the App as a custom deployment protection rule. */
  protection: {
    protect(environment: string): void;
    /** What a run waits for, or waited for in this attempt. */
    gates(run: number): readonly Gate[];
    /** GitHub's "Start all waiting jobs" of an administrator. */
    bypass(login: string, run: number, comment: string): void;
    /** What happens after 30 days in which nobody said anything. */
    expire(run: number): void;
  };
  webhooks: Webhooks;
  /** What was asked of the API and answered, oldest first. */
  traffic: readonly Asked[];
  /** What deviated from GitHub's own description of its API, in either direction. */
  contract: Pick<Contract, "violations">;
  /** Lets the next matching requests go wrong. */
  fail(failure: Failure): void;
  /** Has every request seen before it is done; only the last interceptor is asked. */
  intercept(interceptor: Interceptor): void;
  /** `none` is how somebody leaves: the organisation, its teams and the repository. */
  setPermission(login: string, permission: Permission): Promise<void>;
  /** Takes somebody out of a team, and of nothing else. */
  leaveTeam(login: string, team: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a local GitHub that holds what the options say.
 *
 * @throws Error where the port is taken; nothing is left running then
 */
export async function startGitHub(
  options: GitHubOptions,
): Promise<GitHubWorld> {
  const contract = createContract();
  const front = await listen(options.port ?? 0, (error) =>
    contract.noRoute("-", "-", `the sandbox failed: ${String(error)}`),
  );
  const parts: { stop(): Promise<void> }[] = [front];
  const stop = async () => {
    for (const part of parts.toReversed()) await part.stop();
  };
  try {
    const hook = `/_hooks/${randomUUID()}`;
    const hookUrl = `${front.url}${hook}`;
    const upstream = await startUpstream(options, front.url, hookUrl);
    parts.unshift(upstream);
    await populate(upstream, options);
    const interior = await furnish(options, front.url, upstream, contract);
    parts.push(interior.webhooks);
    return { ...open(front, interior, hook), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the front to everybody. */
function open(
  front: Front,
  interior: Interior,
  hook: string,
): Omit<GitHubWorld, "stop"> {
  const { url, options, fullName, upstream, runs, webhooks } = interior;
  const dispatches: DispatchRequest[] = [];
  const traffic: Asked[] = [];
  const inspect = createInspection(interior, dispatches);
  const storage = createStorage(url, (id) => runs.artifact(id));
  const checkRuns = createCheckRuns();
  const deploymentStore = createDeployments();
  const protection = createProtection(
    runs,
    deploymentStore,
    (deployment, state, { id, actor: by }) => {
      const page = `${url}/${fullName}/actions/runs/${id}/job/1`;
      sayOfDeployment(
        deploymentStore,
        deployment,
        { state, by, page },
        interior,
      );
    },
  );
  const runCalled = (id: number) => {
    const run = runs.find(id);
    if (!run) throw new Error(`there is no run ${id}`);
    return run;
  };
  const handlers = {
    ...checks(checkRuns),
    ...deployments(deploymentStore),
    ...pullRequests,
    ...actions((artifact) => storage.address(artifact)),
    ...dispatching(dispatches, protection),
    ...protectionRules(protection),
    ...installation,
    ...hookDeliveries,
    ...people,
    ...reactions,
    ...repositoryComments,
  };
  const api = createApi(interior, handlers, traffic);
  const pages = createPages(interior, inspect, storage);
  front.serve(async (request) => {
    const { path, query } = request;
    if (path === hook) return forwardHook(request, interior);
    return storage.read(path, query) ?? (await pages(request)) ?? api(request);
  });
  const where = { url, fullName, branch: options.repository.defaultBranch };
  return {
    url,
    apiUrl: url,
    privateKey: upstream.privateKey,
    installationId: INSTALLATION_ID,
    as: (login) => createPerson(login, where, upstream),
    fork: (login) => createFork(login, interior),
    inspect,
    runs: runs.runner,
    checks: {
      all: checkRuns.all,
      rerun: (login, id) => rerunCheck(checkRuns, interior, login, id),
      rerunAll: (login, commit) =>
        rerunSuite(checkRuns, interior, login, commit),
    },
    protection: {
      protect: (environment) => protection.protect(environment),
      gates: (id) => protection.gates(runCalled(id)),
      bypass(login, id, comment) {
        if (interior.permissions.get(login) !== "admin")
          throw new Error(`${login} may not bypass protection rules`);
        protection.bypass(runCalled(id), login, comment);
      },
      expire: (id) => runs.runner.complete(id, "failure"),
    },
    webhooks,
    traffic,
    contract: interior.contract,
    fail: (failure) => interior.failures.add(failure),
    intercept: (interceptor) =>
      void (interior.failures.interceptor = interceptor),
    async setPermission(login, permission) {
      interior.permissions.set(login, permission);
      await changePermission(upstream, options, login, permission);
    },
    async leaveTeam(login, team) {
      const place = `/orgs/${options.organisation}/teams/${team}`;
      await upstream.ask("DELETE", `${place}/memberships/${login}`);
    },
  };
}
