import {
  recentIncidents,
  type IncidentSource,
} from "../../core/policy/gates/incidents.ts";

type Named<Source> = Extract<IncidentSource, { source: Source }>;

/** A source of incidents as a policy chooses it. */
export function chosenSource<Source extends IncidentSource["source"]>(
  source: Source,
  given: object = {},
): Named<Source> {
  const { sources } = recentIncidents.parse({
    none_within: "7d",
    severities: ["SEV-1"],
    sources: [{ source, ...given }],
  });
  const chosen = sources.find(
    (one): one is Named<Source> => one.source === source,
  );
  if (!chosen) throw new Error(`${source} is no source`);
  return chosen;
}
