import { parseArgs } from "node:util";
import { suggest } from "../core/text/suggest.ts";
import { instant } from "./instant.ts";

export interface ExplainOptions {
  policy: string;
  experiment: string;
  environment: string;
  at: Date;
  facts?: string;
  format: "text" | "json";
}

type ExplainArguments =
  | { ok: true; help: true }
  | ({ ok: true; help: false } & ExplainOptions)
  | { ok: false; problem: string };

const OPTIONS = {
  policy: { type: "string" },
  experiment: { type: "string" },
  environment: { type: "string" },
  at: { type: "string" },
  facts: { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** @param now what `--at` is where it is absent */
export function readExplainOptions(
  args: string[],
  now: Date,
): ExplainArguments {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    return values.help ? { ok: true, help: true } : check(values, now);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: describeMisuse(error.message) };
  }
}

function check(
  {
    policy,
    experiment,
    environment,
    at,
    facts,
    format,
  }: Partial<Record<keyof ExplainOptions, string>>,
  now: Date,
): ExplainArguments {
  if (!policy || !experiment || !environment) {
    const missing = Object.entries({ policy, experiment, environment })
      .filter(([, value]) => !value)
      .map(([name]) => `--${name}`);
    return { ok: false, problem: `missing: ${missing.join(", ")}` };
  }
  if (format !== "text" && format !== "json")
    return { ok: false, problem: "--format is text or json" };
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
    ...(facts !== undefined && { facts }),
    format,
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
