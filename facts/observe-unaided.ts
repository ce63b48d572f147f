import type { GateFacts } from "../core/gate/facts.ts";
import type { EnvironmentRule, Policy } from "../core/policy/schema.ts";
import type { ExperimentObservation } from "../core/request/observation.ts";
import type { Ask } from "../core/request/request.ts";
import type { FactsContext } from "./context.ts";
import { githubHistory, rememberRunsWithoutJournal } from "./github-history.ts";
import { providerError } from "./learn.ts";
import { observeFacts } from "./observe-facts.ts";

const DAY_MS = 86_400_000;

type Context = Omit<FactsContext, "history">;

/** What the facts are about. */
export interface UnaidedSubject {
  policy: Policy;
  rule: EnvironmentRule;
  ask: Ask;
  experiment: Promise<ExperimentObservation>;
  /** The default branch and the commit it points to. */
  branch: string;
  head: string;
  /** The run that is not in its own way, where it is one that asks. */
  held?: number | undefined;
}

/**
 * Everything that the rule's gates decide on, for who remembers nothing: what the app has in its database, GitHub says.
 * What the app is about to start is not seen.
 */
export async function observeUnaided(
  subject: UnaidedSubject,
  context: Context,
): Promise<GateFacts> {
  const { github, clock } = context;
  const { policy, rule, ask, branch } = subject;
  const { staging_passed: staging, concurrency } = rule.gates;
  const past = (back: number) => ({
    policy,
    branch,
    since: new Date(clock().getTime() - back - DAY_MS),
  });
  if (concurrency)
    await tellExperimentsApart(
      past(concurrency.cooldown),
      ask.environment,
      context,
    );
  return observeFacts(
    {
      ...subject,
      repository: { owner: github.owner, repo: github.name },
      others: [],
      own: undefined,
    },
    { ...context, history: githubHistory(past(staging?.within ?? 0), context) },
  );
}

/** Where that can't be told, every run counts as an experiment: nothing starts too early. */
async function tellExperimentsApart(
  ...args: Parameters<typeof rememberRunsWithoutJournal>
): Promise<void> {
  try {
    await rememberRunsWithoutJournal(...args);
  } catch (error) {
    providerError(error);
  }
}
