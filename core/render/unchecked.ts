import { escapeText } from "./escape.ts";

/** The summary of a step that could not check anything. */
export function renderUnchecked(problem: string): string {
  return `## Chaos experiments: not checked\n\n❌ ${escapeText(problem, 2_000)}`;
}
