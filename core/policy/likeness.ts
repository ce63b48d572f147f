import { parseDocument } from "../text/document.ts";
import { POLICY_BYTES } from "./limits.ts";

const OF_A_POLICY = ["roles", "environments"];
const OF_AN_EXPERIMENT = ["title", "method", "steady-state-hypothesis"];

/** Whether a file that may have any name was meant as a policy: by its keys, however wrong the rest of it is. */
export function looksLikePolicy(text: string): boolean {
  // Most files are experiments, and need not be parsed twice.
  if (!OF_A_POLICY.some((key) => text.includes(key))) return false;
  const parsed = parseDocument(text, { bytes: POLICY_BYTES });
  if (!parsed.ok) return false;
  const { value } = parsed.document;
  if (typeof value !== "object" || value === null) return false;
  const has = (key: string) => Object.hasOwn(value, key);
  return OF_A_POLICY.some(has) && !OF_AN_EXPERIMENT.some(has);
}
