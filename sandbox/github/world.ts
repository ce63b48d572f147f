import { randomUUID } from "node:crypto";
import { createApi } from "./front/api.ts";
import { type Contract, createContract } from "./contract/contract.ts";
import type { Failure } from "./front/failures.ts";
import { listen } from "./front/server.ts";
import { furnish } from "./front/furnish.ts";
import { actions } from "./handlers/actions.ts";
import { repositoryComments } from "./handlers/comments.ts";
import { type DispatchRequest, dispatching } from "./handlers/dispatch.ts";
import { installation } from "./handlers/installation.ts";
import { people } from "./handlers/people.ts";
import { reactions } from "./handlers/reactions.ts";
import { forwardHook } from "./emulate/hook.ts";
import { createInspection, type Inspection } from "./inspection.ts";
import type { GitHubOptions, Permission } from "./options.ts";
import { createPerson, type Person } from "./person.ts";
import { createPages } from "./pages/pages.ts";
import { grant, populate } from "./emulate/populate.ts";
import type { RunnerSide } from "./actions/runs.ts";
import { createStorage } from "./actions/storage.ts";
import { INSTALLATION_ID, startUpstream } from "./emulate/upstream.ts";
import type { Webhooks } from "./front/webhooks.ts";

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
  inspect: Inspection;
  /** The runner's side of workflow runs. */
  runs: RunnerSide;
  webhooks: Webhooks;
  /** What deviated from GitHub's own description of its API, in either direction. */
  contract: Pick<Contract, "violations">;
  /** Lets the next matching requests go wrong. */
  fail(failure: Failure): void;
  /** `none` is how somebody leaves: the organisation, its teams and the repository. */
  setPermission(login: string, permission: Permission): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a local GitHub that holds what the options say. */
export async function startGitHub(
  options: GitHubOptions,
): Promise<GitHubWorld> {
  const contract = createContract();
  const front = await listen(options.port ?? 0, (error) =>
    contract.noRoute("-", "-", `the sandbox failed: ${String(error)}`),
  );
  const { url } = front;
  const hookPath = `/_hooks/${randomUUID()}`;
  const upstream = await startUpstream(options, url, `${url}${hookPath}`);
  await populate(upstream, options);
  const interior = await furnish(options, url, upstream, contract);
  const dispatches: DispatchRequest[] = [];
  const storage = createStorage(url, (id) => interior.runs.artifact(id));
  const api = createApi(interior, {
    ...actions((artifact) => storage.address(artifact)),
    ...dispatching(dispatches),
    ...installation,
    ...people,
    ...reactions,
    ...repositoryComments,
  });
  const { organisation, repository } = options;
  const { fullName, permissions } = interior;

  const inspect = createInspection(interior, dispatches);
  const pages = createPages(interior, inspect, (id) => {
    const found = interior.runs.artifact(id);
    return found && storage.address(found.artifact);
  });
  front.serve(async (request) => {
    const { path, query, headers, body } = request;
    if (path === hookPath) {
      const event = headers["x-github-event"] ?? "";
      await forwardHook(event, JSON.parse(body.toString()), interior);
      return { status: 204, headers: {} };
    }
    return storage.read(path, query) ?? (await pages(request)) ?? api(request);
  });

  return {
    url,
    apiUrl: url,
    privateKey: upstream.privateKey,
    installationId: INSTALLATION_ID,
    as: (login) =>
      createPerson(
        login,
        { url, fullName, branch: repository.defaultBranch },
        upstream,
      ),
    inspect,
    runs: interior.runs.runner,
    webhooks: interior.webhooks,
    contract,
    fail: (failure) => interior.failures.add(failure),
    async setPermission(login, permission) {
      permissions.set(login, permission);
      if (permission === "none") {
        await upstream.ask("DELETE", `/orgs/${organisation}/members/${login}`);
        await upstream.ask(
          "DELETE",
          `/repos/${fullName}/collaborators/${login}`,
        );
      } else {
        await upstream.ask(
          "PUT",
          `/orgs/${organisation}/memberships/${login}`,
          { role: "member" },
        );
        await grant(upstream, `/repos/${fullName}`, login, permission);
      }
    },
    async stop() {
      await interior.webhooks.stop();
      await front.stop();
      await upstream.stop();
    },
  };
}
