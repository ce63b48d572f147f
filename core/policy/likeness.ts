import { parseDocument } from "../text/document.ts";
import { POLICY_BYTES } from "./limits.ts";

const OF_AN_ORGANISATION = ["defaults", "required"];
const OF_A_POLICY = ["roles", "environments"];
const OF_AN_EXPERIMENT = ["title", "method", "steady-state-hypothesis"];

/** Whether a policy's file was meant as an organisation's: only that has these parts. */
export function looksLikeOrganisation(text: string): boolean {
  return (
    keysMeant(text, OF_AN_ORGANISATION) &&
    ![OF_A_POLICY, OF_AN_EXPERIMENT].some((keys) => keysMeant(text, keys))
  );
}

/** Whether a file that may have any name was meant as a policy: by its keys, however wrong the rest of it is. */
export function looksLikePolicy(text: string): boolean {
  return keysMeant(text, OF_A_POLICY) && !keysMeant(text, OF_AN_EXPERIMENT);
}

/** Whether a document has one of these keys. */
function keysMeant(text: string, keys: readonly string[]): boolean {
  // Most files are experiments, and need not be parsed twice.
  if (!keys.some((key) => text.includes(key))) return false;
  const parsed = parseDocument(text, { bytes: POLICY_BYTES });
  if (!parsed.ok) return false;
  const { value } = parsed.document;
  if (typeof value !== "object" || value === null) return false;
  return keys.some((key) => Object.hasOwn(value, key));
}
