import type { Rule } from "./rule.ts";
import { danglingRef } from "./rules/dangling-ref.ts";
import { dryActivity } from "./rules/dry-activity.ts";
import { duplicateName } from "./rules/duplicate-name.ts";
import { impossibleTolerance } from "./rules/impossible-tolerance.ts";
import { misplacedActivity } from "./rules/misplaced-activity.ts";
import { nothingChecked } from "./rules/nothing-checked.ts";
import { unknownKey } from "./rules/unknown-key.ts";
import { unknownVariable } from "./rules/unknown-variable.ts";

/** Every rule that an experiment is held against, once its shape is right. */
export const RULES: readonly Rule[] = [
  unknownKey,
  danglingRef,
  duplicateName,
  misplacedActivity,
  impossibleTolerance,
  unknownVariable,
  dryActivity,
  nothingChecked,
];
