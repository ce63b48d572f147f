import { parseArgs } from "node:util";
import { enumerate } from "../../core/render/plain.ts";
import { suggest } from "../../core/text/suggest.ts";
import { instant } from "../instant.ts";

export interface ExplainOptions<Format extends string = string> {
  policy: string;
  /** What the policy inherits. */
  organisation?: string;
  experiment: string;
  environment: string;
  at: Date;
  facts?: string;
  format: Format;
}

type ExplainArguments<Format extends string> =
  | { ok: true; help: true }
  | ({ ok: true; help: false } & ExplainOptions<Format>)
  | { ok: false; problem: string };

const OPTIONS = {
  policy: { type: "string" },
  organisation: { type: "string" },
  experiment: { type: "string" },
  environment: { type: "string" },
  at: { type: "string" },
  facts: { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/**
 * The options of a command that asks about an experiment in an environment.
 *
 * @param now what `--at` is where it is absent
 */
export function readExplainOptions<Format extends string>(
  args: string[],
  now: Date,
  formats: readonly Format[],
): ExplainArguments<Format> {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    return values.help ? { ok: true, help: true } : check(values, now, formats);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: describeMisuse(error.message) };
  }
}

function check<Format extends string>(
  {
    policy,
    organisation,
    experiment,
    environment,
    at,
    facts,
    format,
  }: Partial<Record<keyof ExplainOptions, string>>,
  now: Date,
  formats: readonly Format[],
): ExplainArguments<Format> {
  if (!policy || !experiment || !environment) {
    const missing = Object.entries({ policy, experiment, environment })
      .filter(([, value]) => !value)
      .map(([name]) => `--${name}`);
    return { ok: false, problem: `missing: ${missing.join(", ")}` };
  }
  const chosen = formats.find((known) => known === format);
  if (chosen === undefined)
    return {
      ok: false,
      problem: `--format is ${enumerate([...formats], "or")}`,
    };
  const start = at === undefined ? now : instant.safeParse(at).data;
  if (!start)
    return {
      ok: false,
      problem: "--at is a time with its zone, as in 2026-11-24T12:00:00Z",
    };
  return {
    ok: true,
    help: false,
    policy,
    experiment,
    environment,
    at: start,
    ...(organisation !== undefined && { organisation }),
    ...(facts !== undefined && { facts }),
    format: chosen,
  };
}

/** Node's own words, and the option that was probably meant. */
function describeMisuse(message: string): string {
  const unknown = /^Unknown option '--(?<name>[^']+)'/.exec(message);
  const meant = suggest(unknown?.groups?.["name"] ?? "", Object.keys(OPTIONS));
  return unknown && meant !== undefined
    ? `${message}; did you mean --${meant}?`
    : message;
}
