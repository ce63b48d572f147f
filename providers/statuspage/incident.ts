import * as z from "zod";
import { rate } from "../../core/incident/rating.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { Severity } from "../../core/incident/severity.ts";
import type { StatuspageIncidents } from "../../core/policy/gates/incidents.ts";

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text));

/** Source: a page's own description of its API, /api/v2, "Incidents". */
export const incidents = z.object({
  incidents: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      status: z.enum([
        "investigating",
        "identified",
        "monitoring",
        "resolved",
        "postmortem",
      ]),
      impact: z.string(),
      created_at: moment,
      started_at: moment.nullish(),
      resolved_at: moment.nullish(),
      shortlink: z.string().nullish(),
      components: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .nullish(),
    }),
  ),
});

export type StatuspageIncident = z.output<
  typeof incidents
>["incidents"][number];

const IMPACTS: Record<string, Severity> = {
  critical: "SEV-1",
  major: "SEV-2",
  minor: "SEV-3",
  none: "SEV-4",
};

/** When it ended; undefined while it is open. */
export function endOf({
  status,
  resolved_at,
}: StatuspageIncident): Date | undefined {
  const over = status === "resolved" || status === "postmortem";
  return over ? (resolved_at ?? undefined) : undefined;
}

/** One that names no component may be about any. */
export function isChosen(
  { components }: StatuspageIncident,
  choice: StatuspageIncidents,
): boolean {
  if (choice.components === undefined || !components?.length) return true;
  const wanted = new Set(choice.components);
  return components.some(({ id, name }) => wanted.has(id) || wanted.has(name));
}

/** @param base the page's address */
export function toSeen(
  found: StatuspageIncident,
  choice: StatuspageIncidents,
  base: string,
): SeenIncident {
  const resolvedAt = endOf(found);
  const page = `${base}/incidents/${encodeURIComponent(found.id)}`;
  return {
    severity: rate([found.impact], choice, IMPACTS),
    startedAt: found.started_at ?? found.created_at,
    ...(resolvedAt && { resolvedAt }),
    title: found.name,
    links: [page],
    names: [page, ...(found.shortlink ? [found.shortlink] : [])],
  };
}
