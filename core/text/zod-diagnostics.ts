import type { z } from "zod";
import { inOrder } from "./diagnostic.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { LocatedDocument } from "./document.ts";
import { narrowUnions } from "./union-issue.ts";
import { describeIssue } from "./zod-finding.ts";
import type { Finding } from "./zod-finding.ts";

const MOST_FINDINGS = 50;
/** Some issues are echoes of others, so that more of them are looked at; all of a hostile document's take seconds. */
const MOST_ISSUES = 20 * MOST_FINDINGS;

/**
 * Holds a document against a schema. Answers the schema's output or, for each thing that is wrong, a finding with its
 * place and a hint in words for the person who wrote the document.
 */
export function matchSchema<S extends z.ZodType>(
  schema: S,
  document: LocatedDocument,
): { ok: true; value: z.output<S> } | { ok: false; diagnostics: Diagnostic[] } {
  const result = schema.safeParse(document.value);
  if (result.success) return { ok: true, value: result.data };
  const context = { schema, value: document.value };
  const issues = result.error.issues.slice(0, MOST_ISSUES);
  const findings = narrowUnions(issues)
    .slice(0, MOST_ISSUES)
    .flatMap((issue) => describeIssue(issue, context));
  const diagnostics = withoutEchoes(findings)
    .slice(0, MOST_FINDINGS)
    .map((finding) => locate(finding, document));
  return { ok: false, diagnostics: inOrder(diagnostics) };
}

function locate(
  { code, message, hint, path, part = "value" }: Finding,
  document: LocatedDocument,
): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    ...(hint !== undefined && { hint }),
    ...document.locate(path, part),
    path,
  };
}

/** A misspelt key is one mistake: that the right one is missing needs no second finding. */
function withoutEchoes(findings: Finding[]): Finding[] {
  const meant = new Set(
    findings.flatMap(({ path, meant: word }) =>
      word === undefined ? [] : [JSON.stringify([...path.slice(0, -1), word])],
    ),
  );
  return findings.filter(
    ({ code, path }) =>
      code !== "missing-key" || !meant.has(JSON.stringify(path)),
  );
}
