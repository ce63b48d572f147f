import {
  type Organisation,
  parseOrganisation,
} from "../../core/policy/inheritance/organisation.ts";
import { POLICY_BYTES } from "../../core/policy/limits.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import {
  ORGANISATION_REPOSITORY,
  POLICY_PATH,
} from "../../core/policy/path.ts";
import type { PolicyObservation } from "../../core/request/observation.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import type { FileRead, GitHubRepository } from "./repository.ts";

export type PolicyFile = Exclude<PolicyObservation, { state: "unreachable" }>;

/** What an organisation says for all of its repositories, at the commit that changed it last. */
export type OrganisationFile =
  | { state: "valid"; commit: string; organisation: Organisation }
  | { state: "invalid"; commit: string; diagnostics: Diagnostic[] }
  | { state: "missing" }
  /** There has to be one, and it is not there or may not be seen. */
  | { state: "unseen" };

type Reader = Pick<
  GitHubRepository,
  | "owner"
  | "name"
  | "organisationRequired"
  | "readFile"
  | "organisationCommit"
  | "organisationFile"
>;

/**
 * The policy at a commit, which is the head of the default branch wherever something is decided by it, and what it
 * inherits.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function readPolicyFile(
  github: Reader,
  commit: string,
): Promise<PolicyFile> {
  const at = await organisationCommit(github);
  return readPolicyBelow(github, commit, await readOrganisation(github, at));
}

/** The same, below an organisation's file that is known. */
export async function readPolicyBelow(
  github: Reader,
  commit: string,
  above: OrganisationFile,
): Promise<PolicyFile> {
  const file = await github.readFile(POLICY_PATH, commit, POLICY_BYTES);
  if (file.state === "missing") return { state: "missing", commit };
  if (above.state === "unseen")
    return { state: "invalid", commit, diagnostics: [unseen(github)] };
  if (above.state === "invalid")
    return { ...above, organisation: above.commit, inOrganisation: true };
  const inherited = above.state === "valid" ? above : undefined;
  const base = {
    commit,
    ...(inherited && { organisation: inherited.commit }),
  };
  const text = textOf(file, "The policy");
  if (typeof text !== "string")
    return { state: "invalid", ...base, diagnostics: [text] };
  const parsed = parsePolicy(text, inherited?.organisation);
  return parsed.ok
    ? { state: "valid", ...base, policy: parsed.policy }
    : { state: "invalid", ...base, diagnostics: parsed.diagnostics };
}

/**
 * The commit that last changed the organisation's file; undefined where there is none. In the organisation's own
 * repository of that name, the file is that very one.
 */
export async function organisationCommit(
  github: Pick<Reader, "name" | "organisationCommit">,
): Promise<string | undefined> {
  return github.name === ORGANISATION_REPOSITORY
    ? undefined
    : github.organisationCommit(POLICY_PATH);
}

/** The organisation's file at that commit. */
export async function readOrganisation(
  github: Pick<Reader, "name" | "organisationRequired" | "organisationFile">,
  commit: string | undefined,
): Promise<OrganisationFile> {
  const isRequired =
    github.organisationRequired === true &&
    github.name !== ORGANISATION_REPOSITORY;
  const absent = { state: isRequired ? "unseen" : "missing" } as const;
  if (commit === undefined) return absent;
  const file = await github.organisationFile(POLICY_PATH, commit, POLICY_BYTES);
  // What changed it last was its removal.
  if (file.state === "missing") return absent;
  const text = textOf(file, "The organisation's file");
  if (typeof text !== "string")
    return { state: "invalid", commit, diagnostics: [text] };
  const parsed = parseOrganisation(text);
  return parsed.ok
    ? { state: "valid", commit, organisation: parsed.organisation }
    : { state: "invalid", commit, diagnostics: parsed.diagnostics };
}

function textOf(
  file: Exclude<FileRead, { state: "missing" }>,
  name: string,
): string | Diagnostic {
  switch (file.state) {
    case "text":
      return file.text;
    case "too-large":
      return flaw(
        "too-large",
        `${name} has ${file.size} bytes; at most ${file.limit} are read.`,
      );
    case "binary":
      return flaw("binary", `${name} is not a text file.`);
  }
}

function unseen({ owner }: Pick<Reader, "owner">): Diagnostic {
  return {
    ...flaw(
      "no-organisation",
      `what it has to inherit, ${POLICY_PATH} of ${owner}/${ORGANISATION_REPOSITORY}, is not there or may not be seen`,
    ),
    hint: `make ${ORGANISATION_REPOSITORY} public, or let the App see it; whoever set ORGANISATION_POLICY or organisation-policy to required can take that back`,
  };
}

function flaw(code: string, message: string): Diagnostic {
  return { code, severity: "error", message, line: 1, column: 1, path: [] };
}
