import { inOrder } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { matchSchema } from "../text/zod-diagnostics.ts";
import { findContradictions } from "./contradiction.ts";
import { policySchema } from "./schema.ts";
import type { Policy } from "./schema.ts";

export type PolicyResult =
  { ok: true; policy: Policy } | { ok: false; diagnostics: Diagnostic[] };

/** What is larger than this, in bytes, is no policy. */
export const POLICY_BYTES = 256 * 1024;

/** Keys and values of gates that work in a later version: accepted only when they do. */
const LATER = ["environments.*.stop_when"];

/** Reads a policy. Each finding says where it stands and how to mend it; a policy with one finding is no policy. */
export function parsePolicy(text: string): PolicyResult {
  const parsed = parseDocument(text, { bytes: POLICY_BYTES });
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  if (document.value === null) return { ok: false, diagnostics: [EMPTY] };

  const matched = matchSchema(policySchema, document, { later: LATER });
  if (!matched.ok) return matched;
  const contradictions = findContradictions(matched.value);
  if (contradictions.length === 0) return { ok: true, policy: matched.value };
  return {
    ok: false,
    diagnostics: inOrder(
      contradictions.map((finding) => ({
        ...finding,
        severity: "error",
        ...document.locate(finding.path),
      })),
    ),
  };
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
