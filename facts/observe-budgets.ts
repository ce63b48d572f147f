import { known, unknown, type Fact } from "../core/gate/fact.ts";
import type { ErrorBudget } from "../core/gate/facts.ts";
import type { AskableSlo, Slo } from "../core/policy/gates/error-budget.ts";
import { OPENSLO_BYTES, readOpenSlo } from "../core/policy/gates/openslo.ts";
import { sloName } from "../core/policy/gates/slo.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import { providerError } from "./learn.ts";
import type { Prometheus } from "../providers/prometheus/prometheus.ts";
import type { FactsContext } from "./context.ts";
import { prometheusOf } from "./prometheus.ts";

type Found = { ok: true; slo: AskableSlo } | { ok: false; reason: string };

/**
 * What is left of each objective's error budget; each is known or unknown on its own.
 *
 * @param commit where objectives that are described in files are read
 */
export async function observeBudgets(
  { github, services }: Pick<FactsContext, "github" | "services">,
  slos: Slo[],
  commit: string,
  now: Date,
): Promise<Fact<ErrorBudget[]>> {
  const found = prometheusOf(services);
  if (!found.ok) return unknown(found.reason);
  return known(
    await Promise.all(
      slos.map(async (slo) =>
        budgetOf(
          slo,
          await askable(slo, github, commit),
          found.prometheus,
          now,
        ),
      ),
    ),
  );
}

async function budgetOf(
  slo: Slo,
  found: Found,
  prometheus: Prometheus,
  now: Date,
): Promise<ErrorBudget> {
  const nothing = (reason: string) => ({
    slo: sloName(slo),
    remaining: unknown(reason),
  });
  if (!found.ok) return nothing(found.reason);
  const [budget] = await prometheus.errorBudgets([found.slo], now);
  return budget ?? nothing("Prometheus was not asked");
}

async function askable(
  slo: Slo,
  github: GitHubRepository,
  commit: string,
): Promise<Found> {
  if (!("openslo" in slo)) return { ok: true, slo };
  const { openslo: path } = slo;
  try {
    const file = await github.readFile(path, commit, OPENSLO_BYTES);
    return file.state === "text"
      ? readOpenSlo(file.text, path)
      : { ok: false, reason: `${path} can't be read: it is ${file.state}` };
  } catch (error) {
    return { ok: false, reason: providerError(error).message };
  }
}
