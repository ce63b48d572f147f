import type { Diagnostic } from "../text/diagnostic.ts";
import {
  type Organisation,
  parseOrganisation,
} from "./inheritance/organisation.ts";
import { looksLikeOrganisation } from "./likeness.ts";
import { parsePolicy } from "./parse.ts";

/** What stands above the policy of a repository. */
export interface Above {
  organisation?: Organisation;
  /** Whether this is the repository that holds the organisation's file, in the place of a policy. */
  holdsOrganisation?: true;
}

/** What is wrong with a policy, or with the organisation's file. */
export function checkPolicy(
  text: string,
  { organisation, holdsOrganisation }: Above,
): Diagnostic[] {
  const result =
    holdsOrganisation && looksLikeOrganisation(text)
      ? parseOrganisation(text)
      : parsePolicy(text, organisation);
  return result.ok ? [] : result.diagnostics;
}
