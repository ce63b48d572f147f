import * as z from "zod";
import { filePath, person } from "./scalars.ts";

/* Who holds which role, where a rota is looked up, and who is who there. Addresses and tokens are the operator's. */

const id = (what: string, example: string) =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{1,64}$/,
      `${what} is named by its id, such as ${example}`,
    );

const schedule = (example: string) =>
  z.strictObject({
    schedule: id("a schedule", example).describe("The schedule's id"),
  });

const pagerDutySchedule = schedule("PABC123").describe(
  "A schedule of PagerDuty, layer-based or shift-based",
);

const escalationPolicy = z
  .strictObject({
    escalation_policy: id("an escalation policy", "PABC123").describe(
      "The escalation policy's id",
    ),
    level: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .describe("Whom of it: level 1 is paged first"),
  })
  .describe("One level of an escalation policy of PagerDuty");

const onCall = z
  .union([
    z
      .strictObject({
        pagerduty: z
          .union([pagerDutySchedule, escalationPolicy])
          .describe("A schedule, or one level of an escalation policy"),
      })
      .describe("Whoever is on call by PagerDuty"),
    z
      .strictObject({
        grafana: schedule("SBM7DV7BKFUYU").describe(
          "A schedule of Grafana IRM or OnCall",
        ),
      })
      .describe("Whoever is on call by Grafana IRM"),
    z
      .strictObject({
        incident_io: schedule("01FDAG4SAP5TYPT98WGR2N7W91").describe(
          "A schedule of incident.io",
        ),
      })
      .describe("Whoever is on call by incident.io"),
    z
      .strictObject({
        calendar: filePath
          .regex(/\.ics$/i, "a calendar is a file that ends in .ics")
          .describe("Its path"),
      })
      .describe(
        "A calendar in the repository, each event of which is somebody's time on call: its attendees' by their e-mail addresses but for those who declined, or where it has none, the people's whose GitHub logins, with commas between, are its title; each has to be in `people`",
      ),
  ])
  .describe("Where to look up who is on call in the role");

export const role = z
  .strictObject({
    primary: person.describe("Who fills the role first").optional(),
    secondary: person.describe("Who stands in").optional(),
    on_call: onCall
      .optional()
      .describe(
        "A rota: whoever is on call by it fills the role. It alone is asked whether somebody is on call; `primary` and `secondary` may approve besides. An approval counts where its giver was on call when giving it, or is now",
      ),
    contact: z
      .string()
      .max(200)
      .describe("Where to reach whoever has the role")
      .optional(),
  })
  .refine(
    ({ primary, on_call }) => primary !== undefined || on_call !== undefined,
    "a role needs `primary` or `on_call`, or nobody could ever fill it",
  )
  .refine(
    ({ primary, secondary }) =>
      primary !== undefined || secondary === undefined,
    { path: ["secondary"], message: "a secondary stands in for a `primary`" },
  )
  .describe("One role of the on-call rota");

const identity = z
  .strictObject({
    emails: z
      .array(z.email())
      .min(1)
      .max(10)
      .describe("Their e-mail addresses in any of the services")
      .optional(),
    pagerduty: id("a user", "PABC123")
      .describe("Their user id in PagerDuty")
      .optional(),
    grafana: id("a user", "U4DNY931HHJS5")
      .describe("Their user id in Grafana IRM")
      .optional(),
    incident_io: id("a user", "01FCNDV6P870EA6S7TK1DSYDG0")
      .describe("Their user id in incident.io")
      .optional(),
  })
  .describe("Who a person of GitHub is elsewhere");

/** A service that calls its users by an id of its own. */
export type PeopleService = "pagerduty" | "grafana" | "incident_io";

function isUnambiguous(all: Record<string, z.output<typeof identity>>) {
  const marks = Object.entries(all).flatMap(([login, { emails, ...ids }]) => [
    `login ${login.toLowerCase()}`,
    ...new Set((emails ?? []).map((email) => `email ${email.toLowerCase()}`)),
    ...Object.entries(ids).map(([service, user]) => `${service} ${user}`),
  ]);
  return new Set(marks).size === marks.length;
}

export const people = z
  .record(
    person.refine(
      (login) => !login.includes("/"),
      "a person is a GitHub login",
    ),
    identity,
  )
  .refine(
    isUnambiguous,
    "two of these people have the same e-mail address, user id or login, so nobody could tell them apart",
  )
  .default({})
  .describe(
    "Who is who in the services that know who is on call; somebody who is missing here can't be told, and blocks",
  );

export type People = z.output<typeof people>;
export type RotaSource = z.output<typeof onCall>;
export type PagerDutyRota = Extract<
  RotaSource,
  { pagerduty: unknown }
>["pagerduty"];

/**
 * One name for a rota: `pagerduty:schedule/PABC123`. No team of GitHub is called so, because no organisation may have
 * a colon in its name.
 */
export function rotaName(source: RotaSource): string {
  if ("calendar" in source) return `calendar:/${source.calendar}`;
  if ("grafana" in source) return `grafana:schedule/${source.grafana.schedule}`;
  if ("incident_io" in source)
    return `incident_io:schedule/${source.incident_io.schedule}`;
  const { pagerduty } = source;
  return "schedule" in pagerduty
    ? `pagerduty:schedule/${pagerduty.schedule}`
    : `pagerduty:escalation_policy/${pagerduty.escalation_policy}/level/${String(pagerduty.level)}`;
}
