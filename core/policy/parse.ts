import { inOrder } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { matchSchema } from "../text/zod-diagnostics.ts";
import { findContradictions } from "./contradiction.ts";
import { overDefaults, withOrigin } from "./inheritance/inherit.ts";
import type { Organisation } from "./inheritance/organisation.ts";
import { strengthen } from "./inheritance/strengthen.ts";
import { POLICY_BYTES } from "./limits.ts";
import { policySchema } from "./schema.ts";
import type { Policy } from "./schema.ts";

export type PolicyResult =
  { ok: true; policy: Policy } | { ok: false; diagnostics: Diagnostic[] };

/**
 * Reads a policy. Each finding says where it stands and how to mend it; a policy with one finding is no policy.
 *
 * @param organisation what its organisation says; the answer is then what both say together
 */
export function parsePolicy(
  text: string,
  organisation?: Organisation,
): PolicyResult {
  const parsed = parseDocument(text, { bytes: POLICY_BYTES });
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const { value } = document;
  if (value === null) return { ok: false, diagnostics: [EMPTY] };

  const refuse = (diagnostics: Diagnostic[]) => ({
    ok: false as const,
    diagnostics: organisation
      ? withOrigin(diagnostics, value, organisation)
      : diagnostics,
  });
  const whole = organisation ? overDefaults(value, organisation) : value;
  const matched = matchSchema(policySchema, { ...document, value: whole });
  if (!matched.ok) return refuse(matched.diagnostics);

  const { policy, conflicts } = organisation
    ? strengthen(matched.value, organisation.required)
    : { policy: matched.value, conflicts: [] };
  const contradictions =
    conflicts.length > 0 ? conflicts : findContradictions(policy);
  if (contradictions.length === 0) return { ok: true, policy };
  return refuse(
    inOrder(
      contradictions.map((finding) => ({
        ...finding,
        severity: "error",
        ...document.locate(finding.path),
      })),
    ),
  );
}

const EMPTY: Diagnostic = {
  code: "empty",
  severity: "error",
  message: "the policy is empty",
  hint: "docs/policy.md has a policy to start from",
  line: 1,
  column: 1,
  path: [],
};
