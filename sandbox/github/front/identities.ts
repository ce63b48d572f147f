import { randomUUID } from "node:crypto";

/** Who sends a request. */
export type Identity =
  | { kind: "person"; login: string }
  /** Who says to be the App itself, by a JWT; emulate has to be asked whether it is. */
  | { kind: "app" }
  /** The App in its installation. */
  | { kind: "installation"; login: string; permissions: Grants }
  /** A job of a workflow run, by its `GITHUB_TOKEN`. */
  | { kind: "run"; login: string; permissions: Grants };

/** By GitHub's name of a permission: `issues: "write"`. */
export type Grants = Record<string, string>;

interface Identified {
  identity: Identity;
  /** The token that emulate knows its sender by. */
  upstreamToken: string;
}

/** Knows people, installations and runs by their tokens. emulate takes any unknown token for its first user's. */
export interface Identities {
  /** Undefined where the token is unknown, expired or revoked. */
  of(authorization: string): Identified | undefined;
  addInstallationToken(
    token: string,
    login: string,
    permissions: Grants,
    expiresAt: Date,
  ): void;
  /** @param upstreamToken by which emulate knows the bot that jobs act as */
  addRunToken(
    login: string,
    permissions: Grants,
    upstreamToken: string,
  ): string;
  revoke(token: string): void;
}

/** What a person signs in with, here and at emulate: easy to type for a newcomer with curl. */
export function personToken(login: string): string {
  return `ghp_${login}`;
}

export function createIdentities(logins: string[]): Identities {
  const known = new Map<string, Identified & { expiresAt?: Date }>(
    logins.map((login) => [
      personToken(login),
      {
        identity: { kind: "person", login },
        upstreamToken: personToken(login),
      },
    ]),
  );
  return {
    of(authorization) {
      const token = authorization.replace(/^(bearer|token)\s+/i, "").trim();
      if (token.startsWith("eyJ"))
        return { identity: { kind: "app" }, upstreamToken: token };
      const found = known.get(token);
      const expired =
        found?.expiresAt !== undefined &&
        found.expiresAt.getTime() <= Date.now();
      return expired ? undefined : found;
    },
    addInstallationToken(token, login, permissions, expiresAt) {
      known.set(token, {
        identity: { kind: "installation", login, permissions },
        upstreamToken: token,
        expiresAt,
      });
    },
    addRunToken(login, permissions, upstreamToken) {
      const token = `ghs_${randomUUID()}`;
      known.set(token, {
        identity: { kind: "run", login, permissions },
        upstreamToken,
      });
      return token;
    },
    revoke: (token) => void known.delete(token),
  };
}

/** Who acts: an App acts as its bot. */
export function loginOf(identity: Identity, slug: string): string {
  return identity.kind === "app" ? `${slug}[bot]` : identity.login;
}
