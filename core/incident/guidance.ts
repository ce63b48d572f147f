import { blastRadiusOf } from "../experiment/blast-radius.ts";
import { isProduction } from "../experiment/environment-aim.ts";
import type { Outline } from "../experiment/outline.ts";
import { ruleFor } from "../policy/rule.ts";
import type { Policy } from "../policy/schema.ts";
import { type FaultKind, faultKinds } from "./fault-kind.ts";
import { INCIDENT_LABEL, type Severity } from "./severity.ts";

/** What whoever takes a failed run in hand has to know besides the run itself. */
export interface Guidance {
  severity: Severity;
  /** By what the gates know an issue as an incident. */
  incidentLabels: string[];
  faults: FaultKind[];
  /** Where it happened, as far as the policy or the experiment says. */
  namespace?: string;
  host?: string;
  owners: Owner[];
  dashboards: Page[];
  runbooks: Page[];
}

interface Page {
  name: string;
  url: string;
}

interface Owner {
  role: string;
  /** Absent where a rota alone says who it is. */
  primary?: string;
  secondary?: string;
}

/** Who knows best what to do; the incident commander comes first in production. */
const OWNERS: Record<FaultKind, string> = {
  "database-failure": "dba",
  "network-partition": "devops-lead",
  "resource-exhaustion": "devops-lead",
  "circuit-breaker-open": "backend-lead",
};

/**
 * @param policy undefined where it can't be read now
 * @param experiment undefined where there is no such file at the run's commit
 */
export function guidanceFor(
  run: { experiment: string; environment: string; reason: string },
  policy: Policy | undefined,
  experiment: Outline | undefined,
): Guidance {
  const inProduction = isProduction(run.environment);
  const faults = faultKinds([
    run.experiment,
    titleOf(experiment),
    (experiment?.method ?? []).map(({ name }) => name ?? "").join(" "),
    run.reason,
  ]);
  const roles = [
    ...(inProduction ? ["incident-commander"] : []),
    ...faults.map((fault) => OWNERS[fault]),
    ...(faults.length === 0 ? ["devops-lead"] : []),
  ];
  return {
    // "SEV-4: failed chaos experiment in staging"; "production chaos experiments (SEV-2 risk)".
    severity: inProduction ? "SEV-2" : "SEV-4",
    incidentLabels: incidentLabels(policy),
    faults,
    ...placeOf(run.environment, policy, experiment),
    owners: policy ? ownersIn(policy, roles) : [],
    dashboards: policy?.failures.dashboards ?? [],
    runbooks: policy?.failures.runbooks ?? [],
  };
}

/** Those that any environment's gate looks for, else the usual one. */
function incidentLabels(policy: Policy | undefined): string[] {
  const labels = Object.values(policy?.environments ?? {})
    .flatMap(({ gates }) => gates.recent_incidents?.sources ?? [])
    .flatMap((choice) => (choice.source === "github" ? [choice.label] : []));
  return labels.length === 0 ? [INCIDENT_LABEL] : [...new Set(labels)];
}

/** The experiment's own namespace where the environment has several; never one that a run replaces. */
function placeOf(
  environment: string,
  policy: Policy | undefined,
  experiment: Outline | undefined,
): Pick<Guidance, "namespace" | "host"> {
  const found = policy && ruleFor(policy, environment);
  const rule = found?.ok ? found.rule : undefined;
  const named = experiment ? namedNamespaces(experiment) : [];
  const namespaces = rule?.namespaces;
  const namespace = namespaces
    ? (namespaces.find((one) => named.includes(one)) ?? namespaces[0])
    : named.find((one) => /^[a-z0-9-]{1,63}$/.test(one));
  const host = rule?.hosts?.find((one) => !one.startsWith("*"));
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(host === undefined ? {} : { host }),
  };
}

function namedNamespaces(experiment: Outline): string[] {
  const { values, byDefault } = blastRadiusOf(experiment).namespaces;
  return values.filter((value) => !byDefault.includes(value));
}

function titleOf(experiment: Outline | undefined): string {
  const title = experiment?.["title"];
  return typeof title === "string" ? title : "";
}

function ownersIn({ roles }: Policy, wanted: readonly string[]): Owner[] {
  return [...new Set(wanted)].flatMap((role) => {
    const holder = Object.hasOwn(roles, role) ? roles[role] : undefined;
    if (!holder) return [];
    const { primary, secondary } = holder;
    return [
      {
        role,
        ...(primary === undefined ? {} : { primary }),
        ...(secondary === undefined ? {} : { secondary }),
      },
    ];
  });
}
