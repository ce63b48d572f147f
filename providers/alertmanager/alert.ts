import * as z from "zod";
import { rate } from "../../core/incident/rating.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { Severity } from "../../core/incident/severity.ts";
import type { AlertmanagerIncidents } from "../../core/policy/gates/incidents.ts";

/** Source: Alertmanager's api/v2/openapi.yaml, `gettableAlerts`. */
export const alerts = z.array(
  z.object({
    fingerprint: z.string().min(1),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text)),
    status: z.object({
      state: z.enum(["unprocessed", "active", "suppressed"]),
    }),
  }),
);

export type Alert = z.output<typeof alerts>[number];

const SEVERITY_LABELS: Record<string, Severity> = {
  critical: "SEV-1",
  error: "SEV-2",
  warning: "SEV-3",
  info: "SEV-4",
  none: "SEV-4",
};

/** @param base Alertmanager's address, under which its page is */
export function toSeen(
  { fingerprint, labels, annotations, startsAt }: Alert,
  choice: AlertmanagerIncidents,
  base: string,
): SeenIncident {
  const name = labels["alertname"] ?? fingerprint;
  const summary = annotations["summary"];
  const severity = labels[choice.severity_label];
  const filter = `{alertname=${JSON.stringify(name)}}`;
  return {
    severity: rate(
      severity === undefined ? [] : [severity],
      choice,
      SEVERITY_LABELS,
    ),
    startedAt: startsAt,
    title: summary ? `${name}: ${summary}` : name,
    links: [`${base}/#/alerts?filter=${encodeURIComponent(filter)}`],
    names: [fingerprint],
  };
}
