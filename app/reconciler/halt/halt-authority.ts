import { isPresent, samePerson } from "../../../core/gate/role-holders.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import type { LookContext } from "../context.ts";
import { observeDuty } from "../../../facts/observe-duty.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import { mayWrite } from "../../../facts/permission.ts";

const MAINTAINERS = ["maintain", "admin"];

/**
 * Whether somebody may halt all experiments: whoever may write, and whoever holds a role of the policy.
 *
 * @throws ProviderError where that can't be learned now; the same below
 */
export async function mayHalt(
  login: string,
  context: LookContext,
): Promise<boolean> {
  return (
    (await mayWrite(context.github, login)) || (await holdsRole(login, context))
  );
}

/** Whether somebody may resume: whoever holds a role of the policy, and whoever maintains the repository. */
export async function mayResume(
  login: string,
  context: LookContext,
): Promise<boolean> {
  // Whom a workflow or another App speaks for is not known.
  if (login.endsWith("[bot]")) return false;
  const permission = await context.github.permission(login);
  return MAINTAINERS.includes(permission) || holdsRole(login, context);
}

async function holdsRole(
  login: string,
  context: LookContext,
): Promise<boolean> {
  const { github, memory, clock } = context;
  const { commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state !== "valid") return false;
  const { policy } = observed;
  const [rule] = Object.values(policy.environments);
  if (!rule) return false;
  const duty = await observeDuty(context, { policy, rule, commit }, clock());
  const { holders } = duty;
  if (!holders.known)
    throw new ProviderError("github", holders.reason, { retryable: true });
  return holders.value.some(
    (holder) => isPresent(holder) && samePerson(holder.person, login),
  );
}
