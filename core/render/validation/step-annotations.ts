import type { Severity } from "../../text/diagnostic.ts";
import { enumerate } from "../plain.ts";
import { counted } from "../pull-request/counted.ts";
import type { CheckedFile } from "./checked-file.ts";
import { annotationCommand } from "./github.ts";
import { weighedFindings } from "./weighed-findings.ts";

/**
 * GitHub shows that many annotations of each level of one step, and drops what is more without a word.
 *
 * @see https://docs.github.com/rest/checks/runs, and the runner's `ExecutionContext`
 */
const MOST_OF_A_LEVEL = 10;

const LEVELS: { severity: Severity; name: string }[] = [
  { severity: "error", name: "error" },
  { severity: "warning", name: "warning" },
  { severity: "info", name: "remark" },
];

export interface StepAnnotations {
  /** Workflow commands, errors first. */
  commands: string[];
  /** A sentence that says how many findings have no annotation; absent where all have one. */
  more?: string;
}

/** The annotations of one step, within GitHub's limits. */
export function stepAnnotations(
  files: readonly CheckedFile[],
): StepAnnotations {
  const found = weighedFindings(files);
  const levels = LEVELS.map(({ severity, name }) => {
    const of = found.filter(({ finding }) => finding.severity === severity);
    return { name, shown: of.slice(0, MOST_OF_A_LEVEL), all: of.length };
  });
  const commands = levels.flatMap(({ shown }) =>
    shown.map(({ path, finding }) => annotationCommand(path, finding)),
  );
  const left = levels.flatMap(({ name, shown, all }) =>
    counted(all - shown.length, `more ${name}`),
  );
  if (left.length === 0) return { commands };
  return {
    commands,
    more: `GitHub shows ${String(MOST_OF_A_LEVEL)} findings of each kind on their lines: ${enumerate(left, "and")} are told of in the step's log.`,
  };
}
