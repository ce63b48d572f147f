import type { VerdictOf } from "./verdict.ts";

export type Verdict = VerdictOf<string, Record<string, unknown>>;
