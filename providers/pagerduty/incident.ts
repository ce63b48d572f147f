import * as z from "zod";
import { rate } from "../../core/incident/rating.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { Severity } from "../../core/incident/severity.ts";
import type { PagerDutyIncidents } from "../../core/policy/gates/incidents.ts";
import { moment } from "../service/json-answer.ts";

const incident = z.object({
  id: z.string().min(1),
  title: z.string().nullish(),
  html_url: z.string(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  urgency: z.string(),
  created_at: moment,
  resolved_at: moment.nullish(),
  last_status_change_at: moment.nullish(),
  incident_key: z.string().nullish(),
  priority: z
    .object({ name: z.string().nullish(), summary: z.string().nullish() })
    .nullish(),
});

/** Source: PagerDuty's REST API v2, "List incidents", and "Pagination" for `more`. */
export const incidentPage = z.object({
  incidents: z.array(incident),
  more: z.boolean(),
});

export type PagerDutyIncident = z.output<typeof incident>;

const PRIORITIES: Record<string, Severity> = {
  P1: "SEV-1",
  P2: "SEV-2",
  P3: "SEV-3",
  P4: "SEV-4",
};
/** High urgency wakes somebody up; low urgency does not. */
const URGENCIES: Record<string, Severity> = { high: "SEV-2", low: "SEV-4" };

/** When it ended; undefined while it is open. */
export function endOf(found: PagerDutyIncident): Date | undefined {
  if (found.status !== "resolved") return undefined;
  return found.resolved_at ?? found.last_status_change_at ?? undefined;
}

export function toSeen(
  found: PagerDutyIncident,
  choice: PagerDutyIncidents,
): SeenIncident {
  const resolvedAt = endOf(found);
  return {
    severity: severityOf(found, choice),
    startedAt: found.created_at,
    ...(resolvedAt && { resolvedAt }),
    ...(found.title && { title: found.title }),
    links: [found.html_url],
    names: [
      found.html_url,
      ...(found.incident_key ? [found.incident_key] : []),
    ],
  };
}

/** By its priority; by its urgency only where nobody gave it one. */
function severityOf(
  { priority, urgency }: PagerDutyIncident,
  choice: PagerDutyIncidents,
): SeenIncident["severity"] {
  const name = priority?.name ?? priority?.summary;
  return name === undefined || name === null
    ? rate([urgency], choice, URGENCIES)
    : rate([name], choice, PRIORITIES);
}
