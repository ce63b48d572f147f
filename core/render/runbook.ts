import type { FaultKind } from "../incident/fault-kind.ts";
import { hasMarker } from "../incident/failure-marker.ts";
import type { Guidance } from "../incident/guidance.ts";
import { link } from "./escape.ts";

/* The commands of the incident response procedures, with the environment's own names in them. */

/** What a shell fills in where neither policy nor experiment says it. */
interface Names {
  namespace: string;
  host: string;
}

type Place = Pick<Guidance, "faults" | "namespace" | "host">;

/** Manual clean-up, and containment for the kinds of fault, as Markdown. */
export function renderRunbook(guidance: Place): string {
  return sectionsOf(guidance).map(inMarkdown).join("\n\n");
}

/**
 * Leads to the commands that stand in an issue already, and adds those that don't: this time the fault may be another.
 *
 * @param issue where they were told before
 */
export function renderRunbookAgain(
  guidance: Place,
  { body, url }: { body: string; url: string },
): string {
  const sections = sectionsOf(guidance);
  const missing = sections.filter(({ title }) => !hasMarker(body, title));
  const where = `Commands to clean up by hand and to contain it: ${link("in this issue's description", url)}`;
  const more = missing.map(inMarkdown).join("\n\n");
  if (missing.length === sections.length) return more;
  return more === "" ? `${where}.` : `${where}, and here:\n\n${more}`;
}

interface Section {
  title: string;
  commands: string[];
}

function sectionsOf({
  faults,
  namespace = "$NAMESPACE",
  host = "$HOST",
}: Place): Section[] {
  const names = { namespace, host };
  return [
    {
      title: "#### Clean-up by hand, where a rollback failed",
      commands: cleanUp(names),
    },
    ...faults.map((fault) => ({
      title: `#### Containment: ${CONTAINMENT[fault].title}`,
      commands: CONTAINMENT[fault].commands(names),
    })),
  ];
}

function inMarkdown({ title, commands }: Section): string {
  return [title, "", "```bash", ...commands, "```"].join("\n");
}

function cleanUp({ namespace: ns }: Names): string[] {
  return [
    "# Remove network policies",
    `kubectl delete networkpolicy -n ${ns} -l chaos=true`,
    "# Kill stress processes",
    `kubectl exec -it $(kubectl get pods -n ${ns} -l app=studio-hub -o name | head -1) -n ${ns} -- pkill -9 stress-ng`,
    "# Restart pods if needed",
    `kubectl rollout restart deployment studio-hub -n ${ns}`,
    "# Terminate idle database connections",
    `kubectl exec -it postgres-0 -n ${ns} -- psql -U postgres -d odavl_studio -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle' AND query_start < now() - interval '1 minute';"`,
  ];
}

const CONTAINMENT: Record<
  FaultKind,
  { title: string; commands: (names: Names) => string[] }
> = {
  "database-failure": {
    title: "database failure",
    commands: ({ namespace: ns }) => [
      "# 1. Check the database pod's status",
      `kubectl get pods -n ${ns} -l app=postgres`,
      "# 2. Check its logs",
      `kubectl logs postgres-0 -n ${ns} --tail=100`,
      "# 3. If the pod crashed, check for a restart",
      `kubectl describe pod postgres-0 -n ${ns}`,
      "# 4. Force failover to the replica, if there is one",
      `kubectl exec -it postgres-0 -n ${ns} -- pg_ctl promote`,
      "# 5. Scale up replicas if needed",
      `kubectl scale statefulset postgres -n ${ns} --replicas=3`,
    ],
  },
  "network-partition": {
    title: "network partition",
    commands: ({ namespace: ns }) => [
      "# 1. Check network policies",
      `kubectl get networkpolicies -n ${ns}`,
      "# 2. Remove those of chaos experiments",
      // The procedures write `chaos-partition-*`, and kubectl knows no such pattern.
      `kubectl get networkpolicies -n ${ns} -o name | grep /chaos-partition- | xargs -r kubectl delete -n ${ns}`,
      "# 3. Verify that pods reach each other",
      `kubectl exec -it studio-hub-0 -n ${ns} -- nc -zv postgres-service 5432`,
      "# 4. Check DNS resolution",
      `kubectl exec -it studio-hub-0 -n ${ns} -- nslookup postgres-service`,
    ],
  },
  "resource-exhaustion": {
    title: "pod resource exhaustion",
    commands: ({ namespace: ns }) => [
      "# 1. Check resource usage",
      `kubectl top pods -n ${ns}`,
      "# 2. Kill stress processes",
      `kubectl exec -it studio-hub-0 -n ${ns} -- pkill -9 stress-ng`,
      "# 3. Increase resource limits, if the usage is legitimate",
      `kubectl set resources deployment studio-hub -n ${ns} --limits=memory=2Gi,cpu=2000m`,
      "# 4. Scale horizontally",
      `kubectl scale deployment studio-hub -n ${ns} --replicas=5`,
    ],
  },
  "circuit-breaker-open": {
    title: "circuit breaker open",
    commands: ({ host }) => [
      "# 1. Check the circuit breakers: which service is down?",
      `curl https://${host}/api/trpc/health.getCircuitBreakers | jq`,
      "# 2. Verify that service's health, for instance GitHub's",
      "curl -I https://api.github.com/users/octocat",
      "# 3. Reset the circuit breaker by hand, if the service recovered",
      `curl -X POST https://${host}/api/trpc/admin.resetCircuitBreaker \\`,
      '  -H "Authorization: Bearer $ADMIN_TOKEN" \\',
      '  -d \'{"service": "github"}\'',
    ],
  },
};
