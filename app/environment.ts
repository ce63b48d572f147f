import * as z from "zod";
import {
  addressVariable,
  SERVICE_VARIABLES,
} from "../facts/service-settings.ts";

export const LOG_LEVELS = [
  "fatal",
  "error",
  "warn",
  "info",
  "debug",
  "trace",
] as const;

const secret = z
  .string()
  .regex(
    /^\S{24,}$/,
    "must be at least 24 characters without spaces; `openssl rand -hex 32` makes one",
  )
  .optional();

/** Every environment variable that is read; the descriptions are the operator's reference. */
export const environmentSchema = z.object({
  APP_ID: z.coerce
    .number("must be the App's id, a number from the App's settings page")
    .int("must be a whole number")
    .positive("must be the App's id, a number from the App's settings page")
    .describe("The GitHub App's id."),
  PRIVATE_KEY: z
    .string()
    .optional()
    .describe(
      "The App's private key: PEM, PEM with `\\n` for line breaks, or base64 of it.",
    ),
  PRIVATE_KEY_PATH: z
    .string()
    .optional()
    .describe("A file with the App's private key, instead of PRIVATE_KEY."),
  WEBHOOK_SECRET: z
    .string("must be the secret that the App's webhook is set up with")
    .describe("The webhook's secret, as set up in the App."),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "must be a connection string like postgres://user:password@host:5432/database",
    )
    .optional()
    .describe(
      "A PostgreSQL. Without it, an embedded database in DATA_FOLDER is used, for one process at a time.",
    ),
  DATA_FOLDER: z
    .string()
    .default("data")
    .describe("Where the embedded database keeps its files."),
  GITHUB_API_URL: addressVariable(/^https?$/, "https://ghe.example.com/api/v3")
    .optional()
    .describe("The API's base URL on GitHub Enterprise Server."),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(:\d+)?$/, "must be a host name like ghe.example.com")
    .optional()
    .describe(
      "GitHub Enterprise Server by its host, instead of GITHUB_API_URL.",
    ),
  GHE_PROTOCOL: z
    .enum(["https", "http"], "must be https or http")
    .default("https")
    .describe("The protocol that goes with GHE_HOST."),
  ...SERVICE_VARIABLES,
  OPERATOR_TOKEN: secret.describe(
    "The bearer token with which recorded decisions and the audit trail can be read; without it nobody can.",
  ),
  METRICS_TOKEN: secret.describe(
    "The bearer token with which /metrics can be read; without it there is no such page.",
  ),
  SAFEGUARD_SECRET: secret.describe(
    "What the tokens are made from with which running experiments ask whether they may go on; without it they can't.",
  ),
  AUDIT_RETENTION: z.coerce
    .number("must be a number of days")
    .int("must be a whole number of days")
    .min(30, "must be at least 30 days: what is under way is looked up there")
    .optional()
    .describe(
      "After how many days entries of the audit trail are removed; without it they are kept for ever.",
    ),
  ORGANISATION_POLICY: z
    .enum(["optional", "required"], "must be optional or required")
    .default("optional")
    .describe(
      "`required` where every owner's repository `.github` has an organisation's file: while that can't be seen, nothing runs. Otherwise what can't be seen is not inherited.",
    ),
  HOST: z
    .string()
    .default("localhost")
    .describe("The address to listen on; 0.0.0.0 in a container."),
  PORT: z.coerce
    .number("must be a port number")
    .int("must be a port number")
    .min(1, "must be a port number")
    .max(65_535, "must be a port number")
    .default(3_000)
    .describe("The port to listen on."),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`)
    .default("info")
    .describe("How much is logged."),
});

export type Environment = z.infer<typeof environmentSchema>;
