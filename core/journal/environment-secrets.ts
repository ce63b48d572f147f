import type { Journal } from "./schema.ts";
import { isRecord } from "./tolerance.ts";

/**
 * The journal with the values of the secrets that its experiment takes from the environment, where that is at hand: so
 * they are taken out of what is told of the run as those that are written out. A value stands beside the default, where
 * only the redaction looks.
 */
export function withEnvironmentSecrets(
  journal: Journal,
  environment: Readonly<Record<string, string | undefined>>,
): Journal {
  const withValues = (secrets: unknown): unknown => {
    if (!isRecord(secrets)) return secrets;
    const { type, key } = secrets;
    if (type === "env" && typeof key === "string")
      return { ...secrets, default: [secrets["default"], environment[key]] };
    return Object.fromEntries(
      Object.entries(secrets).map(([name, value]) => [name, withValues(value)]),
    );
  };
  const { experiment } = journal;
  const secrets = withValues(experiment.secrets);
  return { ...journal, experiment: { ...experiment, secrets } };
}
