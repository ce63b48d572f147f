import * as z from "zod";

export const LOG_LEVELS = [
  "fatal",
  "error",
  "warn",
  "info",
  "debug",
  "trace",
] as const;

const url = (protocols: RegExp, example: string) =>
  z
    .url({ protocol: protocols, error: `must be a URL like ${example}` })
    .transform((text) => text.replace(/\/+$/, ""));

/** Sent in a header, which takes no line break and no sign beyond ASCII; a file that holds it may end in a line break. */
const token = z
  .string()
  .trim()
  .regex(
    /^[\x20-\x7e]+$/,
    "must be one line of letters, digits and signs of ASCII",
  )
  .optional();

const FEED = /^(?<name>[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?)=(?<url>https?:.+)$/;

const calendarFeeds = z.string().transform((text, context) => {
  const feeds = new Map<string, string>();
  for (const feed of text.split(/\s+/).filter(Boolean)) {
    const { name = "", url: address = "" } = FEED.exec(feed)?.groups ?? {};
    if (URL.canParse(address) && !feeds.has(name)) feeds.set(name, address);
    else
      // An address may hold a secret, so it is not shown.
      context.addIssue(
        "must be a list of name=URL with spaces between, each name once, like company=https://calendar.example.com/freezes.ics",
      );
  }
  return feeds;
});

/** Every environment variable that is read; the descriptions are the operator's reference. */
const secret = z
  .string()
  .regex(
    /^\S{24,}$/,
    "must be at least 24 characters without spaces; `openssl rand -hex 32` makes one",
  )
  .optional();

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
  GITHUB_API_URL: url(/^https?$/, "https://ghe.example.com/api/v3")
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
  PROMETHEUS_URL: url(/^https?$/, "https://prometheus.example.com")
    .optional()
    .describe(
      "The Prometheus in which error budgets and what recovers after a run are looked up.",
    ),
  PROMETHEUS_TOKEN: token.describe("A bearer token for that Prometheus."),
  PAGERDUTY_TOKEN: token.describe(
    "A REST API key of PagerDuty; one that can only read is enough. Without it there is no PagerDuty.",
  ),
  PAGERDUTY_URL: url(/^https?$/, "https://api.eu.pagerduty.com")
    .default("https://api.pagerduty.com")
    .describe("PagerDuty's API; https://api.eu.pagerduty.com in Europe."),
  ALERTMANAGER_URL: url(/^https?$/, "https://alertmanager.example.com")
    .optional()
    .describe("The Alertmanager in which firing alerts are looked up."),
  ALERTMANAGER_TOKEN: token.describe("A bearer token for that Alertmanager."),
  STATUSPAGE_URL: url(/^https?$/, "https://status.example.com")
    .optional()
    .describe(
      "The public Atlassian Statuspage in which incidents are looked up.",
    ),
  CALENDAR_FEEDS: calendarFeeds
    .optional()
    .describe(
      "Calendars of freezes by the names that policies call them by: `company=https://calendar.example.com/freezes.ics`, several of them with spaces between.",
    ),
  GRAFANA_IRM_URL: url(
    /^https?$/,
    "https://oncall-prod-us-central-0.grafana.net/oncall",
  )
    .optional()
    .describe(
      "The API of the Grafana IRM, or Grafana OnCall, in which is looked up who is on call: what stands before /api/v1.",
    ),
  GRAFANA_IRM_TOKEN: token.describe(
    "A token for that API, sent as it is; write `Bearer` before it where the API wants that.",
  ),
  GRAFANA_URL: url(/^https?$/, "https://example.grafana.net")
    .optional()
    .describe(
      "That Grafana's own address, where the token is one of a service account.",
    ),
  INCIDENT_IO_TOKEN: token.describe(
    "An API key of incident.io that may view schedules. Without it there is no incident.io.",
  ),
  INCIDENT_IO_URL: url(/^https?$/, "https://api.incident.io")
    .default("https://api.incident.io")
    .describe("incident.io's API."),
  OPERATOR_TOKEN: secret.describe(
    "The bearer token with which recorded decisions and the audit trail can be read; without it nobody can.",
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
