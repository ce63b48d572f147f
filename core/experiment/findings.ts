import { inOrder } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { LocatedDocument } from "../text/document.ts";
import type { Outline } from "./outline.ts";
import { RULES } from "./registry.ts";
import type { Checks, RuleFinding } from "./rule.ts";

/** Nobody reads more than these of one rule at once, and a hostile document can hold half a million. */
const MOST_OF_A_RULE = 50;

/** Holds an experiment against every rule, as the policy weighs them; `shape` is what the schema objects to. */
export function findingsOf(
  outline: Outline,
  shape: readonly Diagnostic[],
  { environments = {}, rules = {} }: Checks,
  document: LocatedDocument,
): Diagnostic[] {
  const found = RULES.flatMap(({ code, severity, find }) => {
    const chosen = Object.hasOwn(rules, code) ? rules[code] : undefined;
    const findings = first(
      MOST_OF_A_RULE,
      find(outline, { environments }),
      ({ refused }) => chosen !== "off" || refused === true,
    );
    return findings.map((finding) => {
      const isOurs =
        chosen === undefined || chosen === "off" || finding.refused;
      const weight = isOurs ? (finding.severity ?? severity) : chosen;
      return { code, weight, finding };
    });
  });
  const meant = new Set(
    found.flatMap(({ weight, finding: { meant: word, path } }) =>
      word === undefined || weight !== "error"
        ? []
        : [keyOf([...path.slice(0, -1), word])],
    ),
  );
  // That something is missing needs no second finding where it was only misspelt; where the policy makes light of the
  // misspelling, Chaos Toolkit refuses the experiment all the same.
  return inOrder([
    ...shape.filter(
      ({ code, path }) => code !== "missing-key" || !meant.has(keyOf(path)),
    ),
    ...found
      .filter(
        ({ finding: { missing } }) =>
          missing === undefined || !meant.has(keyOf([missing])),
      )
      .map(({ code, weight, finding }) =>
        locate(code, weight, finding, document),
      ),
  ]);
}

/** Asks for no more findings than are wanted. */
function first(
  most: number,
  findings: Iterable<RuleFinding>,
  isWanted: (finding: RuleFinding) => boolean,
): RuleFinding[] {
  const wanted: RuleFinding[] = [];
  for (const finding of findings) {
    if (isWanted(finding)) wanted.push(finding);
    if (wanted.length === most) break;
  }
  return wanted;
}

function locate(
  code: string,
  severity: Diagnostic["severity"],
  { message, hint, path, part }: RuleFinding,
  document: LocatedDocument,
): Diagnostic {
  return {
    code,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    ...document.locate(path, part),
    path,
  };
}

function keyOf(path: Diagnostic["path"]): string {
  return JSON.stringify(path);
}
