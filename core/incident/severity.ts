/** The severities of the incident response procedures, gravest first. */
export const SEVERITIES = ["SEV-1", "SEV-2", "SEV-3", "SEV-4"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** An issue with this label is an incident, by whomever it was opened; a label such as SEV-2 says how grave it is. */
export const INCIDENT_LABEL = "incident";
