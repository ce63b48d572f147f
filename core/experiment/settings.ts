import * as z from "zod";
import { isConvertible } from "./environment-default.ts";
import { provider, text } from "./provider.ts";

/* What an experiment takes from outside: chaoslib's `configuration.py` and `secret.py`. */

const environmentVariable = z.looseObject({
  type: z.literal("env"),
  key: text,
  default: z.unknown().optional(),
  env_var_type: z
    .enum([
      "str",
      "string",
      "int",
      "integer",
      "float",
      "number",
      "bytes",
      "bool",
      "json",
    ])
    .optional(),
});

/** In the configuration a default is converted, in the secrets there is none. */
const configured = environmentVariable.check(({ value, issues }) => {
  const { default: given, env_var_type: type } = value;
  if (type === undefined || !("default" in value)) return;
  if (!isConvertible(given, type))
    issues.push({
      code: "custom",
      message: `it can't be converted to ${type}`,
      path: ["default"],
      input: given,
    });
});

const probed = z.looseObject({
  type: z.literal("probe"),
  name: text.optional(),
  provider,
});

const vault = z.looseObject({
  type: z.literal("vault"),
  path: text,
  key: text.optional(),
});

export const configuration = z.record(
  z.string(),
  z.union([configured, probed, literal("env", "probe")]),
);

/** Secrets stand in scopes; a whole scope can come from Vault. */
export const secrets = z.record(
  z.string(),
  z.union([
    vault,
    z
      .record(
        z.string(),
        z.union([environmentVariable, vault, literal("env", "vault")]),
      )
      .refine((scope) => scope["type"] !== "vault", { abort: true }),
  ]),
);

/** Any value at all, unless its `type` says that it comes from somewhere. */
function literal(...types: string[]): z.ZodType {
  return z.unknown().refine(
    (value) => {
      const isTyped =
        typeof value === "object" && value !== null && "type" in value;
      return !isTyped || !types.some((type) => type === value.type);
    },
    { abort: true },
  );
}
