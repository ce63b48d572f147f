import * as z from "zod";
import { INCIDENT_LABEL, SEVERITIES } from "../../incident/severity.ts";
import { duration } from "../scalars.ts";

/* Where incidents are looked up, and which of them count. Addresses and tokens are the operator's. */

const severity = z.enum(SEVERITIES);

const word = z.string().min(1).max(200);

const severities = (words: string) =>
  z.record(word, severity).default({}).describe(`What ${words}`);

const unrated = severity
  .optional()
  .describe(
    "How grave one counts whose severity nothing says; where absent, that is not known, and blocks",
  );

const github = z
  .strictObject({
    source: z.literal("github"),
    label: word.default(INCIDENT_LABEL).describe("The label of incidents"),
    severities: severities("labels mean, beside SEV-1 to SEV-4"),
    unrated,
  })
  .describe("Issues of this repository");

const pagerduty = z
  .strictObject({
    source: z.literal("pagerduty"),
    services: z
      .array(
        z
          .string()
          .regex(/^[A-Z0-9]{5,20}$/, "a service is named by its id: PABC123"),
      )
      .min(1)
      .max(50)
      .optional()
      .describe(
        "The ids of the services; all that the token sees where absent",
      ),
    urgency: z
      .enum(["high", "low"])
      .optional()
      .describe("Only incidents of this urgency"),
    severities: severities(
      "priorities mean, and urgencies where there is no priority, beside P1 to P4, SEV-1 to SEV-4, high (SEV-2) and low (SEV-4)",
    ),
    unrated,
  })
  .describe("Incidents of PagerDuty");

const alertmanager = z
  .strictObject({
    source: z.literal("alertmanager"),
    matchers: z
      .array(
        z
          .string()
          .max(500)
          .regex(
            /^\s*[A-Za-z_]\w*\s*(=~|!~|!=|=)/,
            'a matcher is label="value", with =, !=, =~ or !~',
          ),
      )
      .max(20)
      .default([])
      .describe('Only alerts that match all of them: `team="shop"`'),
    severity_label: word
      .default("severity")
      .describe("The label that says how grave an alert is"),
    severities: severities(
      "that label says, beside critical (SEV-1), error (SEV-2), warning (SEV-3), info and none (SEV-4)",
    ),
    silenced: z
      .boolean()
      .default(false)
      .describe("Whether silenced alerts count too"),
    inhibited: z
      .boolean()
      .default(false)
      .describe("Whether inhibited alerts count too"),
    unrated,
  })
  .describe(
    "Alerts that are firing now; Alertmanager does not know those that ended",
  );

const statuspage = z
  .strictObject({
    source: z.literal("statuspage"),
    components: z
      .array(word)
      .min(1)
      .max(50)
      .optional()
      .describe("Only incidents of these components, by name or id"),
    severities: severities(
      "impacts mean, beside critical (SEV-1), major (SEV-2), minor (SEV-3) and none (SEV-4)",
    ),
    unrated,
  })
  .describe("Incidents of an Atlassian Statuspage");

const chosen = z.discriminatedUnion("source", [
  github,
  pagerduty,
  alertmanager,
  statuspage,
]);

/** A source by its name alone. */
const named = z
  .enum(["github", "pagerduty", "alertmanager", "statuspage"])
  .transform((source) => chosen.parse({ source }));

/** Further back no source remembers everything: PagerDuty answers for half a year, Statuspage shows its latest alone. */
const LONGEST_CALM_MS = 90 * 86_400_000;

export const recentIncidents = z
  .strictObject({
    none_within: duration
      .refine(
        (time) => time <= LONGEST_CALM_MS,
        "nobody remembers all incidents for longer than 90d",
      )
      .describe("How long it has to have been calm"),
    severities: z.array(severity).min(1).describe("The severities that count"),
    sources: z
      .array(z.union([named, chosen]))
      .min(1)
      .max(20)
      .prefault(["github"])
      .describe(
        "Where incidents are looked up: a source by its name, or with what to choose there; each has to answer, and an incident that several of them know of counts once",
      ),
  })
  .describe("No incident is open, and none ended recently");

export type IncidentSource = z.output<typeof chosen>;
export type GitHubIncidents = z.output<typeof github>;
export type PagerDutyIncidents = z.output<typeof pagerduty>;
export type AlertmanagerIncidents = z.output<typeof alertmanager>;
export type StatuspageIncidents = z.output<typeof statuspage>;
