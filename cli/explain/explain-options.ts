import { parseArgs } from "node:util";
import { enumerate } from "../../core/render/plain.ts";
import { suggest } from "../../core/text/suggest.ts";
import { instant } from "../instant.ts";

/** What is read from files alone. */
export interface FileSource {
  policy: string;
  /** What the policy inherits. */
  organisation?: string;
  /** A file. */
  experiment: string;
  environment: string;
  facts?: string;
}

/** What GitHub and the services are asked for. */
export interface LiveSource {
  /** `owner/name` */
  repository: string;
  /** A policy to be tried instead of the one on the default branch. */
  policy?: string;
  /** What that policy inherits, instead of the owner's. */
  organisation?: string;
  /** The request's, where absent. */
  ask?: { experiment: string; environment: string };
  request?: number;
  /** The slug of the App whose announcements in the request count. */
  app: string;
}

export interface ExplainOptions<Format extends string = string> {
  source: FileSource | LiveSource;
  /** Absent: now. */
  at?: Date;
  /** Where what is known is written to. */
  saveFacts?: string;
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
  repository: { type: "string" },
  request: { type: "string" },
  app: { type: "string" },
  "save-facts": { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Values = Partial<Record<Exclude<keyof typeof OPTIONS, "help">, string>>;

type Read<Value> = { ok: true; value: Value } | { ok: false; problem: string };

/** The options of a command that asks about an experiment in an environment. */
export function readExplainOptions<Format extends string>(
  args: string[],
  formats: readonly Format[],
): ExplainArguments<Format> {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    return values.help ? { ok: true, help: true } : check(values, formats);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return no(describeMisuse(error.message));
  }
}

function check<Format extends string>(
  values: Values,
  formats: readonly Format[],
): ExplainArguments<Format> {
  const source =
    values.repository === undefined
      ? fileSource(values)
      : liveSource(values, values.repository);
  if (!source.ok) return source;
  const format = formats.find((known) => known === values.format);
  if (format === undefined)
    return no(`--format is ${enumerate([...formats], "or")}`);
  const at = instant.optional().safeParse(values.at);
  if (!at.success)
    return no("--at is a time with its zone, as in 2026-11-24T12:00:00Z");
  const saveFacts = values["save-facts"];
  return {
    ok: true,
    help: false,
    source: source.value,
    ...(at.data && { at: at.data }),
    ...(saveFacts !== undefined && { saveFacts }),
    format,
  };
}

function fileSource(values: Values): Read<FileSource> {
  const { policy, organisation, experiment, environment, facts } = values;
  const alone = (["request", "app"] as const).find((name) => values[name]);
  if (alone) return no(`--${alone} goes with --repository`);
  if (!policy || !experiment || !environment)
    return missing({ policy, experiment, environment });
  return {
    ok: true,
    value: {
      policy,
      experiment,
      environment,
      ...(organisation !== undefined && { organisation }),
      ...(facts !== undefined && { facts }),
    },
  };
}

function liveSource(values: Values, repository: string): Read<LiveSource> {
  const { policy, organisation, experiment, environment } = values;
  const { facts, request, app = "chaos-governor" } = values;
  if (facts !== undefined)
    return no("--facts is what --repository looks up: leave out one of them");
  if (organisation !== undefined && policy === undefined)
    return no("--organisation goes with --policy");
  if (request !== undefined && !/^[1-9]\d{0,9}$/.test(request))
    return no("--request is the number of an issue, as in 12");
  const isAsked = experiment !== undefined || environment !== undefined;
  if ((isAsked || request === undefined) && !(experiment && environment))
    return missing({ experiment, environment });
  return {
    ok: true,
    value: {
      repository,
      app,
      ...(policy !== undefined && { policy }),
      ...(organisation !== undefined && { organisation }),
      ...(experiment && environment && { ask: { experiment, environment } }),
      ...(request !== undefined && { request: Number(request) }),
    },
  };
}

function missing(options: Record<string, string | undefined>) {
  const names = Object.entries(options)
    .filter(([, value]) => !value)
    .map(([name]) => `--${name}`);
  return no(`missing: ${names.join(", ")}`);
}

function no(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}

/** Node's own words, and the option that was probably meant. */
function describeMisuse(message: string): string {
  const unknown = /^Unknown option '--(?<name>[^']+)'/.exec(message);
  const meant = suggest(unknown?.groups?.["name"] ?? "", Object.keys(OPTIONS));
  return unknown && meant !== undefined
    ? `${message}; did you mean --${meant}?`
    : message;
}
