import type { JsonObject } from "./json.ts";

export const ACTIONS_BOT = "github-actions[bot]";

/** Who somebody is on GitHub. */
export interface Account {
  login: string;
  id: number;
  type: "User" | "Bot" | "Organization";
}

/** An account as GitHub shows it next to what it did (schema `simple-user`). */
export function accountCard(
  url: string,
  { login, id, type }: Account,
): JsonObject {
  const api = `${url}/users/${encodeURIComponent(login)}`;
  const page = login.endsWith("[bot]")
    ? `apps/${login.slice(0, -"[bot]".length)}`
    : login;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${url}/avatars/${encodeURIComponent(login)}`,
    gravatar_id: "",
    url: api,
    html_url: `${url}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    site_admin: false,
    user_view_type: "public",
  };
}

/** @throws Error where nobody has that login */
export function cardOf(
  login: string,
  { url, accounts }: { url: string; accounts: Map<string, Account> },
): JsonObject {
  const account = accounts.get(login);
  if (!account) throw new Error(`nobody is called ${login}`);
  return accountCard(url, account);
}

/** GitHub's second kind of id: opaque, and unique over all kinds of things. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString("base64url");
}
