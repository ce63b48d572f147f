import type {
  ProtectionObservation,
  RunRequest,
} from "../../../core/protection/observation.ts";
import { parseRunTitle } from "../../../core/request/run-title.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { LookContext } from "../context.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import { haltsNow } from "../halt/standing-halts.ts";
import type { KeyOf } from "../key.ts";
import { identifyRun } from "../run/chaos-run.ts";

/**
 * Reads the whole truth about a run that waits for an environment.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function observeProtection(
  key: KeyOf<"protection">,
  run: WorkflowRun,
  context: LookContext,
): Promise<ProtectionObservation> {
  const { github, memory } = context;
  const { commit: head } = await github.head();
  const policy = await observePolicy(github, head, memory);
  const identified =
    policy.state === "valid" ? await identifyRun(key, run, context) : undefined;
  const chaosRun = identified === "later" ? undefined : identified;
  const request = await requestOf(key, run, chaosRun?.request, context);
  const [halt] = await haltsNow(key, context);
  return {
    environment: key.environment,
    run,
    policy,
    bearsId: parseRunTitle(run.title)?.correlation !== undefined,
    ...(chaosRun && { asked: chaosRun.of }),
    ...(halt && { halt: halt.issue }),
    ...(request && { request }),
  };
}

/** @param started the request that the run was started for */
async function requestOf(
  { owner, repo }: KeyOf<"protection">,
  { id, attempt }: WorkflowRun,
  started: number | undefined,
  { store }: LookContext,
): Promise<RunRequest | undefined> {
  const issue =
    started ??
    (await store.requestFromRun({ owner, repo }, { run: id, attempt }));
  if (issue === undefined) return undefined;
  const record = await store.recordFor({ owner, repo, issue });
  if (!record) return undefined;
  const { phase, because, pins, holds } = record;
  const pin = pins.at(-1);
  return {
    issue,
    phase,
    isItsRun: started !== undefined,
    ...(because !== undefined && { because }),
    ...(pin && { pin }),
    ...(holds && { holds }),
  };
}
