import { isSecretName } from "../../journal/redaction.ts";
import { TOKEN_SHAPES } from "../../text/token-shapes.ts";
import type { Rule } from "../rule.ts";
import { scalarsIn } from "../scalar-place.ts";

export const inlineSecret: Rule = {
  code: "inline-secret",
  severity: "warning",
  explanation:
    "A secret that is written into the file is known to everybody who can read the repository, and stays in its history; Chaos Toolkit also writes the whole experiment into the journal. Take it from the environment or from Vault. A password within an address (`https://user:password@host`) is one, too. What looks like a token of a well-known service is an error wherever it stands.",
  example: {
    wrong: `
secrets:
  shop: { password: correct-horse-battery }`,
    right: `
secrets:
  shop: { password: { type: env, key: SHOP_PASSWORD } }`,
  },
  *find(experiment) {
    const places = scalarsIn(experiment, [], isSecret, isLookedInto);
    for (const { scalar, path } of places)
      yield looksLikeToken(scalar)
        ? {
            severity: "error",
            message: "this looks like a secret of a well-known service",
            hint: "make it invalid where it was issued, and take the new one from the environment",
            path,
          }
        : {
            message: "a secret is written out here",
            hint: "take it from the environment: { type: env, key: … }",
            path,
          };
  },
};

/** Where a secret comes from is no secret; a default is one. */
function isLookedInto(mapping: object, key: string): boolean {
  const isSource =
    "type" in mapping && (mapping.type === "env" || mapping.type === "vault");
  return !isSource || key === "default";
}

function isSecret(
  scalar: string | number,
  path: readonly (string | number)[],
): boolean {
  if (looksLikeToken(scalar) || holdsPassword(scalar)) return true;
  return scalar !== "" && !String(scalar).includes("${") && holdsSecrets(path);
}

function holdsPassword(scalar: string | number): boolean {
  // Few texts have one of these, and a search for the whole takes longer.
  if (typeof scalar !== "string" || !scalar.includes("@")) return false;
  return PASSWORD_IN_ADDRESS.test(scalar);
}

const PASSWORD_IN_ADDRESS = /:\/\/[^\s/:@]*:(?!\$\{)[^\s/@]+@/;

/** The shortest token has a dozen characters. */
function looksLikeToken(scalar: string | number): boolean {
  return (
    typeof scalar === "string" &&
    scalar.length >= 12 &&
    TOKEN_SHAPES.some((shape) => scalar.search(shape) !== -1)
  );
}

/** The scopes of `secrets`; elsewhere, what is called like a secret in the configuration and in headers. */
function holdsSecrets(path: readonly (string | number)[]): boolean {
  if (path[0] === "secrets") return true;
  if (path[0] !== "configuration" && !path.includes("headers")) return false;
  const names = path.filter((step) => step !== "default");
  const isNamed = isSecretName(String(names.at(-1)));
  return isNamed && (path[0] === "configuration" || names.at(-2) === "headers");
}
