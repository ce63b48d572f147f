import {
  environmentSchema,
  type Environment,
  type LOG_LEVELS,
} from "./environment.ts";
import { toServiceSettings } from "../facts/service-settings.ts";
import type { ServiceSettings } from "../facts/services.ts";
import { privateKeyOf } from "./private-key.ts";

/** The operator's side of the configuration; the policy is the repository's side. */
export interface Settings extends ServiceSettings {
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
  /** Whoever has it may read recorded decisions. */
  operatorToken?: string;
  /** Whoever has it may read the metrics. */
  metricsToken?: string;
  /** What the tokens are made from with which runs ask whether they may go on. */
  safeguardSecret?: string;
  /** How long entries of the audit trail are kept; absent: for ever. */
  auditRetentionDays?: number;
  /** Whether every owner is known to have an organisation's file. */
  organisationRequired: boolean;
  host: string;
  port: number;
  logLevel: (typeof LOG_LEVELS)[number];
}

/** The environment does not make a configuration; the message lists every variable that is wrong, and what to do. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** @throws SettingsError */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value?.trim() !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  const key = privateKeyOf(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    ),
    ...(key.ok ? [] : [key.problem]),
  ];
  if (!parsed.success || !key.ok)
    throw new SettingsError(
      `The environment variables are not right:\n${problems.map((problem) => `  ${problem}`).join("\n")}\n` +
        "See docs/operations.md for what each of them means.",
    );
  return toSettings(parsed.data, key.pem);
}

function toSettings(env: Environment, privateKey: string): Settings {
  const githubApiUrl =
    env.GITHUB_API_URL ??
    (env.GHE_HOST && `${env.GHE_PROTOCOL}://${env.GHE_HOST}/api/v3`);
  return {
    appId: env.APP_ID,
    privateKey,
    webhookSecret: env.WEBHOOK_SECRET,
    ...(env.DATABASE_URL !== undefined && { databaseUrl: env.DATABASE_URL }),
    dataFolder: env.DATA_FOLDER,
    ...(githubApiUrl !== undefined && { githubApiUrl }),
    ...toServiceSettings(env),
    ...(env.OPERATOR_TOKEN !== undefined && {
      operatorToken: env.OPERATOR_TOKEN,
    }),
    ...(env.METRICS_TOKEN !== undefined && {
      metricsToken: env.METRICS_TOKEN,
    }),
    ...(env.SAFEGUARD_SECRET !== undefined && {
      safeguardSecret: env.SAFEGUARD_SECRET,
    }),
    ...(env.AUDIT_RETENTION !== undefined && {
      auditRetentionDays: env.AUDIT_RETENTION,
    }),
    organisationRequired: env.ORGANISATION_POLICY === "required",
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
  };
}
