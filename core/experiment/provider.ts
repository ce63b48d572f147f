import * as z from "zod";

/* What an activity is carried out with. Chaos Toolkit lets other keys stand everywhere, so these objects do, too. */

export const text = z.string().min(1);

/** A value that is given, or filled in from the configuration or the secrets when the experiment runs. */
export const variable = z
  .string()
  .regex(/^\$\{.+\}$/, "use a number, or a variable written ${name}");

const seconds = z.number();
const secrets = z.array(text).optional();

const python = z.looseObject({
  type: z.literal("python"),
  module: text,
  func: text,
  arguments: z.record(z.string(), z.unknown()).optional(),
  secrets,
});

const http = z.looseObject({
  type: z.literal("http"),
  url: text,
  method: z.string().optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
  arguments: z.unknown().optional(),
  timeout: z.union([seconds, z.tuple([seconds, seconds]), variable]).optional(),
  secrets,
  /** A text is the path of the certificates to trust. */
  verify_tls: z.union([z.boolean(), text]).optional(),
  max_retries: z.int().nonnegative().optional(),
});

const process = z.looseObject({
  type: z.literal("process"),
  path: text,
  /** A text means a shell, a list does not. */
  arguments: z
    .union([
      z.array(z.unknown()),
      z.string(),
      z.record(z.string(), z.unknown()),
    ])
    .optional(),
  timeout: seconds.optional(),
  secrets,
});

export const provider = z.discriminatedUnion("type", [python, http, process]);
