import { parseRequestForm, requestForm } from "../../core/request/form.ts";
import type {
  GitHubRepository,
  Issue,
  WorkflowRun,
} from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";

const LABEL = "chaos-request";

/**
 * The request that a run asks by: the one that it opened before, where its job was run again, else a new one.
 *
 * @throws ProviderError where GitHub can't be reached or refuses
 */
export async function requestApproval(
  github: GitHubRepository,
  asked: { experiment: string; environment: string },
  run: WorkflowRun,
): Promise<Issue> {
  const open = await github.issues({ labels: [LABEL], state: "open" });
  const standing = open.find((issue) => isFrom(issue, asked, run));
  if (standing) return standing;
  const { experiment, environment } = asked;
  const reason = `Asked for by ${run.triggeredBy}, who started ${run.url}`;
  const opened = await github.createIssue({
    title: `Chaos request: ${experiment} in ${environment}`,
    body: requestForm({ experiment, environment, reason }, { run: run.id }),
    labels: [LABEL],
  });
  // GitHub drops labels silently where the token may not set them, and without its label it is no request.
  if (!opened.labels.includes(LABEL)) {
    throw new ProviderError(
      "github",
      `opened ${opened.url} without the label ${LABEL}, so the app does not see it; set the label there`,
      { retryable: false },
    );
  }
  return opened;
}

/** Only a workflow's token writes as a bot: what a person wrote is not this run's, whatever it says. */
function isFrom(
  { author, body }: Issue,
  asked: { experiment: string; environment: string },
  run: WorkflowRun,
): boolean {
  const form = parseRequestForm(body);
  return (
    author.endsWith("[bot]") &&
    form.ok &&
    form.run === run.id &&
    form.ask.experiment === asked.experiment &&
    form.ask.environment === asked.environment
  );
}
