import type { Rule } from "./rule.ts";
import { actionAsProbe } from "./rules/action-as-probe.ts";
import { activityTimeout } from "./rules/activity-timeout.ts";
import { badHttpMethod } from "./rules/bad-http-method.ts";
import { badUrl } from "./rules/bad-url.ts";
import { danglingRef } from "./rules/dangling-ref.ts";
import { dryActivity } from "./rules/dry-activity.ts";
import { duplicateName } from "./rules/duplicate-name.ts";
import { impossibleTolerance } from "./rules/impossible-tolerance.ts";
import { inlineSecret } from "./rules/inline-secret.ts";
import { negativeDuration } from "./rules/negative-duration.ts";
import { noRollbacks } from "./rules/no-rollbacks.ts";
import { noTimeout } from "./rules/no-timeout.ts";
import { nothingChecked } from "./rules/nothing-checked.ts";
import { probeAsRollback } from "./rules/probe-as-rollback.ts";
import { productionHost } from "./rules/production-host.ts";
import { rollbackStrategy } from "./rules/rollback-strategy.ts";
import { selectsEverything } from "./rules/selects-everything.ts";
import { shellArguments } from "./rules/shell-arguments.ts";
import { targetOutsideEnvironment } from "./rules/target-outside-environment.ts";
import { unboundedDuration } from "./rules/unbounded-duration.ts";
import { unknownContribution } from "./rules/unknown-contribution.ts";
import { unknownKey } from "./rules/unknown-key.ts";
import { unknownStrategy } from "./rules/unknown-strategy.ts";
import { unknownVariable } from "./rules/unknown-variable.ts";
import { unmatchableTolerance } from "./rules/unmatchable-tolerance.ts";

/** Every rule that an experiment is held against, in the order in which docs/rules.md has them. */
export const RULES: readonly Rule[] = [
  unknownKey,
  unknownStrategy,
  unknownContribution,
  unknownVariable,
  danglingRef,
  duplicateName,
  nothingChecked,
  actionAsProbe,
  probeAsRollback,
  noRollbacks,
  rollbackStrategy,
  negativeDuration,
  unboundedDuration,
  noTimeout,
  activityTimeout,
  dryActivity,
  shellArguments,
  impossibleTolerance,
  unmatchableTolerance,
  badUrl,
  badHttpMethod,
  inlineSecret,
  selectsEverything,
  targetOutsideEnvironment,
  productionHost,
];
