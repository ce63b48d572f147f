import { quote, quoteAll } from "../../text/quote.ts";
import { isMapping, placesOf } from "../outline.ts";
import type { ActivityOutline } from "../outline.ts";
import { contradictsItself } from "../python-pattern.ts";
import type { Rule } from "../rule.ts";

export const unmatchableTolerance: Rule = {
  code: "unmatchable-tolerance",
  severity: "error",
  explanation:
    "A tolerance that no answer can fit: a pattern with something before `^` or after `$`, a `target` that the provider's answer does not have (`status`, `headers` and `body` for http; `status`, `stdout` and `stderr` for process), a pattern or range without a `target` where the answer has several parts, a JSON path that leads past all of them. The hypothesis then never holds, and the method is never played.",
  example: {
    wrong: `
steady-state-hypothesis:
  title: The database is ready
  probes:
    - type: probe
      name: database-is-ready
      tolerance: { type: regex, pattern: "ready$ now", target: stdout }
      provider: { type: process, path: pg_isready, timeout: 5 }`,
    right: `
steady-state-hypothesis:
  title: The database is ready
  probes:
    - type: probe
      name: database-is-ready
      tolerance: { type: regex, pattern: "ready now$", target: stdout }
      provider: { type: process, path: pg_isready, timeout: 5 }`,
  },
  find: (experiment) =>
    placesOf(experiment).flatMap(({ activity, path }) => {
      const { tolerance } = activity;
      if (!isMapping(tolerance)) return [];
      const problem = CHECKS.get(tolerance["type"])?.(
        tolerance,
        partsOf(activity),
      );
      return problem ? { ...problem, path: [...path, "tolerance"] } : [];
    }),
};

interface Problem {
  message: string;
  hint: string;
}

type Check = (
  tolerance: Record<string, unknown>,
  /** What the provider's answer consists of; undefined where that is not known. */
  parts: readonly string[] | undefined,
) => Problem | undefined;

/** A map, for a document may name a type `constructor`. */
const CHECKS = new Map<unknown, Check>([
  [
    "regex",
    (tolerance, parts) =>
      checkPattern(tolerance["pattern"]) ?? checkTarget(tolerance, parts),
  ],
  ["range", checkTarget],
  ["jsonpath", checkJsonPath],
]);

function partsOf({ ref, provider }: ActivityOutline): string[] | undefined {
  if (ref !== undefined) return undefined;
  if (provider?.type === "http") return ["status", "headers", "body"];
  if (provider?.type === "process") return ["status", "stdout", "stderr"];
  return undefined;
}

function checkPattern(pattern: unknown): Problem | undefined {
  if (typeof pattern !== "string" || !contradictsItself(pattern))
    return undefined;
  return {
    message: `no text matches ${quote(pattern)}: something stands before its beginning or after its end`,
    hint: "put `^` first and `$` last, or escape them",
  };
}

function checkTarget(
  { type, target }: Parameters<Check>[0],
  parts: Parameters<Check>[1],
): Problem | undefined {
  if (!parts || parts.some((part) => part === target)) return undefined;
  return {
    message:
      target === undefined
        ? `a ${String(type)} is compared with one part of the answer, and none is named`
        : `the answer has no part ${quote(target)}`,
    hint: `\`target\` is ${quoteAll(parts)}`,
  };
}

/** Without a target that is there, chaoslib looks in the whole answer. */
function checkJsonPath(
  { path, target, count }: Parameters<Check>[0],
  parts: Parameters<Check>[1],
): Problem | undefined {
  const first =
    typeof path === "string"
      ? /^\s*\$(?:\.(?<name>[A-Za-z_]\w*)|\[["'](?<key>[^"']*)["']\])/.exec(
          path,
        )
      : undefined;
  const step = first?.groups?.["name"] ?? first?.groups?.["key"];
  if (!parts || step === undefined || count === 0) return undefined;
  if (parts.some((part) => part === target) || parts.includes(step))
    return undefined;
  return {
    message: `the answer has no part ${quote(step)}, so the path leads nowhere`,
    hint: `name where to look: \`target\` is ${quoteAll(parts)}`,
  };
}
