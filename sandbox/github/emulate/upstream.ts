import { createEmulator } from "emulate";
import { ACTIONS_BOT } from "../front/account.ts";
import type { Answer } from "../front/http.ts";
import { personToken } from "../front/identities.ts";
import { type GitHubOptions, ORGANISATION_REPOSITORY } from "../options.ts";
import { freePort } from "../../free-port.ts";

/** emulate's built-in site administrator; the front's own requests are made in its name. */
const ADMINISTRATOR = "admin";
export const INSTALLATION_ID = 1;

/** The App's key as emulate made it: to make one takes a while, so a process has one for all its Apps. */
let madeKey: string | undefined;

/** emulate did not do what the front asked of it. */
class UpstreamRefusal extends Error {
  readonly status: number;

  constructor(method: string, path: string, { status, body }: Answer) {
    super(
      `emulate answered ${status} to ${method} ${path}: ${JSON.stringify(body)}`,
    );
    this.status = status;
  }
}

/** emulate, which only the front talks to. */
export interface Upstream {
  /** The App's, PEM. */
  privateKey: string;
  send(request: {
    method: string;
    /** With its query. */
    path: string;
    token: string;
    headers?: Record<string, string>;
    body?: Uint8Array | string;
  }): Promise<Answer>;
  /**
   * A request of the front's own, in the administrator's name or another's.
   *
   * @throws UpstreamRefusal
   */
  ask(
    method: string,
    path: string,
    body?: object,
    token?: string,
  ): Promise<unknown>;
  /** The same for something that may not be there. */
  find(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts emulate with everything that it can be seeded with.
 *
 * @param url the front's, which all links in answers then have
 * @param hookUrl where emulate delivers webhooks
 */
export async function startUpstream(
  options: GitHubOptions,
  url: string,
  hookUrl: string,
): Promise<Upstream> {
  const { organisation, people, repository, app } = options;
  const bots = [`${app.slug}[bot]`, ACTIONS_BOT];
  const members = people.filter(({ permission }) => permission !== "none");
  const tokens = [ADMINISTRATOR, ...people.map(({ login }) => login), ...bots];
  // emulate says no port but that of its base URL, so it is chosen here.
  const port = await freePort();
  const emulator = await createEmulator({
    service: "github",
    port,
    seed: {
      tokens: Object.fromEntries(
        tokens.map((login) => [personToken(login), { login }]),
      ),
      github: {
        // A base URL here comes before any in the environment.
        baseUrl: url,
        users: [
          ...people.map(({ login, name }) => ({ login, name })),
          ...bots.map((login) => ({ login })),
        ],
        orgs: [
          {
            login: organisation,
            name: organisation,
            members: [
              { login: ADMINISTRATOR, role: "admin" },
              ...members.map(({ login }) => ({ login, role: "member" })),
            ],
          },
        ],
        repos: [
          {
            owner: organisation,
            name: repository.name,
            default_branch: repository.defaultBranch,
            private: true,
            auto_init: false,
          },
          ...(options.organisationFiles
            ? [
                {
                  owner: organisation,
                  name: ORGANISATION_REPOSITORY,
                  default_branch: "main",
                  private: false,
                  auto_init: false,
                },
              ]
            : []),
        ],
        apps: [
          {
            app_id: app.id,
            slug: app.slug,
            name: app.slug,
            permissions: app.permissions,
            events: app.events,
            webhook_url: hookUrl,
            ...(madeKey !== undefined && { private_key: madeKey }),
            installations: [
              { installation_id: INSTALLATION_ID, account: organisation },
            ],
          },
        ],
      },
    },
  });
  madeKey ??= emulator.generatedSecrets[0]?.value;
  const privateKey = madeKey;
  if (privateKey === undefined) throw new Error("emulate made no key");
  const send = sender(`http://127.0.0.1:${port}`, url);
  const ask: Upstream["ask"] = async (
    method,
    path,
    body,
    token = personToken(ADMINISTRATOR),
  ) => {
    const answer = await send({
      method,
      path,
      token,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status < 400) return answer.body;
    throw new UpstreamRefusal(method, path, answer);
  };
  return {
    privateKey,
    send,
    ask,
    async find(path) {
      try {
        return await ask("GET", path);
      } catch (error) {
        if (error instanceof UpstreamRefusal && error.status === 404)
          return undefined;
        throw error;
      }
    },
    stop: () => emulator.close(),
  };
}

/** @param url the front's: emulate makes the links to further pages from its own address */
function sender(origin: string, url: string): Upstream["send"] {
  return async ({ method, path, token, headers, body }) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: "manual",
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body !== undefined && { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const kept = ["content-type", "link", "location"].flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value.replaceAll(origin, url)]];
    });
    const isJson = response.headers.get("content-type")?.includes("json");
    const content: unknown = isJson ? JSON.parse(bytes.toString()) : bytes;
    return {
      status: response.status,
      headers: Object.fromEntries(kept),
      ...(bytes.length > 0 && { body: content }),
    };
  };
}
