/** The operator's side of the configuration; the policy is the repository's side. */
export interface Settings {
  appId: number;
  /** PEM. */
  privateKey: string;
  webhookSecret: string;
  /** A Postgres connection string; absent: an embedded database in `dataFolder`. */
  databaseUrl?: string;
  /** Where the embedded database keeps its files. */
  dataFolder: string;
  /** The API's base URL, for instance `https://ghe.example.com/api/v3`; absent: https://api.github.com. */
  githubApiUrl?: string;
  prometheusUrl?: string;
  prometheusToken?: string;
  host: string;
  port: number;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace";
}
