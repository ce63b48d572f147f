/** The severities of the incident response procedures, gravest first. */
export const SEVERITIES = ["SEV-1", "SEV-2", "SEV-3", "SEV-4"] as const;

export type Severity = (typeof SEVERITIES)[number];
