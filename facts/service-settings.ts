import * as z from "zod";
import type { ServiceSettings } from "./services.ts";

/**
 * A variable that holds an address, without slashes at its end.
 *
 * @param example shown where the text is no address
 */
export const addressVariable = (protocols: RegExp, example: string) =>
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

/** The environment variables that say where services are and what opens them; the descriptions are the reference. */
export const SERVICE_VARIABLES = {
  PROMETHEUS_URL: addressVariable(/^https?$/, "https://prometheus.example.com")
    .optional()
    .describe(
      "The Prometheus in which error budgets and what recovers after a run are looked up.",
    ),
  PROMETHEUS_TOKEN: token.describe("A bearer token for that Prometheus."),
  PAGERDUTY_TOKEN: token.describe(
    "A REST API key of PagerDuty; one that can only read is enough. Without it there is no PagerDuty.",
  ),
  PAGERDUTY_URL: addressVariable(/^https?$/, "https://api.eu.pagerduty.com")
    .default("https://api.pagerduty.com")
    .describe("PagerDuty's API; https://api.eu.pagerduty.com in Europe."),
  ALERTMANAGER_URL: addressVariable(
    /^https?$/,
    "https://alertmanager.example.com",
  )
    .optional()
    .describe("The Alertmanager in which firing alerts are looked up."),
  ALERTMANAGER_TOKEN: token.describe("A bearer token for that Alertmanager."),
  STATUSPAGE_URL: addressVariable(/^https?$/, "https://status.example.com")
    .optional()
    .describe(
      "The public Atlassian Statuspage in which incidents are looked up.",
    ),
  CALENDAR_FEEDS: calendarFeeds
    .optional()
    .describe(
      "Calendars of freezes by the names that policies call them by: `company=https://calendar.example.com/freezes.ics`, several of them with spaces between.",
    ),
  GRAFANA_IRM_URL: addressVariable(
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
  GRAFANA_URL: addressVariable(/^https?$/, "https://example.grafana.net")
    .optional()
    .describe(
      "That Grafana's own address, where the token is one of a service account.",
    ),
  INCIDENT_IO_TOKEN: token.describe(
    "An API key of incident.io that may view schedules. Without it there is no incident.io.",
  ),
  INCIDENT_IO_URL: addressVariable(/^https?$/, "https://api.incident.io")
    .default("https://api.incident.io")
    .describe("incident.io's API."),
};

const serviceVariables = z.object(SERVICE_VARIABLES);

export function toServiceSettings(
  env: z.infer<typeof serviceVariables>,
): ServiceSettings {
  return {
    ...(env.PROMETHEUS_URL !== undefined && {
      prometheusUrl: env.PROMETHEUS_URL,
    }),
    ...(env.PROMETHEUS_TOKEN !== undefined && {
      prometheusToken: env.PROMETHEUS_TOKEN,
    }),
    ...(env.PAGERDUTY_TOKEN !== undefined && {
      pagerDuty: { url: env.PAGERDUTY_URL, token: env.PAGERDUTY_TOKEN },
    }),
    ...(env.ALERTMANAGER_URL !== undefined && {
      alertmanager: {
        url: env.ALERTMANAGER_URL,
        ...(env.ALERTMANAGER_TOKEN !== undefined && {
          token: env.ALERTMANAGER_TOKEN,
        }),
      },
    }),
    ...(env.GRAFANA_IRM_URL !== undefined &&
      env.GRAFANA_IRM_TOKEN !== undefined && {
        grafanaIrm: {
          url: env.GRAFANA_IRM_URL,
          token: env.GRAFANA_IRM_TOKEN,
          ...(env.GRAFANA_URL !== undefined && { stack: env.GRAFANA_URL }),
        },
      }),
    ...(env.INCIDENT_IO_TOKEN !== undefined && {
      incidentIo: { url: env.INCIDENT_IO_URL, token: env.INCIDENT_IO_TOKEN },
    }),
    ...(env.STATUSPAGE_URL !== undefined && {
      statuspageUrl: env.STATUSPAGE_URL,
    }),
    ...(env.CALENDAR_FEEDS !== undefined && {
      calendarFeeds: env.CALENDAR_FEEDS,
    }),
  };
}

/** The services alone, for who has no other settings. Every variable that is wrong is named, and never its value. */
export function readServiceSettings(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; settings: ServiceSettings } | { ok: false; problem: string } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value?.trim() !== ""),
  );
  const parsed = serviceVariables.safeParse(given);
  if (parsed.success)
    return { ok: true, settings: toServiceSettings(parsed.data) };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".")} ${message}`,
  );
  return { ok: false, problem: problems.join("; ") };
}
