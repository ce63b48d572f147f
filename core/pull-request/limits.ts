import { CALENDAR_BYTES } from "../time/calendar/limits.ts";
import { EXPERIMENT_BYTES } from "../experiment/parse.ts";
import { POLICY_BYTES } from "../policy/limits.ts";
import { WORKFLOW_BYTES } from "../workflow/check.ts";
import type { FileKind } from "./facts.ts";

/** Bytes; what is larger is not read. */
export const LIMIT_BYTES: Record<FileKind, number> = {
  experiment: EXPERIMENT_BYTES,
  policy: POLICY_BYTES,
  workflow: WORKFLOW_BYTES,
  calendar: CALENDAR_BYTES,
};
