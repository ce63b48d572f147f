/** GitHub's words for what a person may do in a repository, weakest first. */
export const PERMISSIONS = [
  "none",
  "read",
  "triage",
  "write",
  "maintain",
  "admin",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What the local GitHub holds when it starts. */
export interface GitHubOptions {
  /** Where it listens on 127.0.0.1; absent: any free port. */
  port?: number;
  /** Login of the organisation that owns the repository. */
  organisation: string;
  /** Who has an account; with any permission but `none` one is a member of the organisation as well. */
  people: { login: string; name: string; permission: Permission }[];
  /** A team's members count as members of its parent too. Parents come before their children. */
  teams: { slug: string; members: string[]; parent?: string }[];
  /** Private, so that nothing can be read without a permission for it. */
  repository: {
    name: string;
    defaultBranch: string;
    /** By path. */
    files: Record<string, string | Uint8Array>;
  };
  /**
   * By path, what the organisation's repository `.github` holds, which everybody may read and the App is not installed on;
   * absent: there is none.
   */
  organisationFiles?: Record<string, string>;
  /** Installed on the repository. */
  app: {
    id: number;
    slug: string;
    /** Where webhooks go; absent: nowhere, until `webhooks.url` is set. */
    webhookUrl?: string;
    webhookSecret: string;
    /** By GitHub's name, for instance `issues: "write"`. */
    permissions: Record<string, "read" | "write">;
    events: string[];
  };
}

/** Where an organisation keeps what is its own. */
export const ORGANISATION_REPOSITORY = ".github";
