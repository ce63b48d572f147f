import { isSecretName } from "../../journal/redaction.ts";
import { TOKEN_SHAPES } from "../../text/token-shapes.ts";
import { isMapping } from "../outline.ts";
import type { Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";

export const inlineSecret: Rule = {
  code: "inline-secret",
  severity: "warning",
  explanation:
    "A secret that is written into the file is known to everybody who can read the repository, and stays in its history; Chaos Toolkit also writes the whole experiment into the journal. Take it from the environment or from Vault. What looks like a token of a well-known service is an error wherever it stands.",
  example: {
    wrong: `
secrets:
  shop: { password: correct-horse-battery }`,
    right: `
secrets:
  shop: { password: { type: env, key: SHOP_PASSWORD } }`,
  },
  find: (experiment) => search(experiment, []),
};

function* search(value: unknown, path: Path): Generator<RuleFinding> {
  if (typeof value === "string" || typeof value === "number") {
    const finding = judge(String(value), path);
    if (finding) yield finding;
    return;
  }
  if (typeof value !== "object" || value === null) return;
  // Where a secret comes from is no secret; a default is one.
  const isSource =
    isMapping(value) && (value["type"] === "env" || value["type"] === "vault");
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (!isSource || key === "default") yield* search(inner, [...path, step]);
  }
}

function judge(text: string, path: Path): RuleFinding | undefined {
  if (TOKEN_SHAPES.some((shape) => text.search(shape) !== -1))
    return {
      severity: "error",
      message: "this looks like a secret of a well-known service",
      hint: "make it invalid where it was issued, and take the new one from the environment",
      path,
    };
  if (!holdsSecrets(path) || text === "" || text.includes("${"))
    return undefined;
  return {
    message: "a secret is written out here",
    hint: "take it from the environment: { type: env, key: … }",
    path,
  };
}

/** The scopes of `secrets`; elsewhere, what is called like a secret in the configuration and in headers. */
function holdsSecrets(path: Path): boolean {
  const names = path.filter((step) => step !== "default");
  if (path[0] === "secrets") return true;
  const isNamed = isSecretName(String(names.at(-1)));
  return isNamed && (path[0] === "configuration" || names.at(-2) === "headers");
}
