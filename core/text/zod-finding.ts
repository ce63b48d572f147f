import type { z } from "zod";
import type { Diagnostic } from "./diagnostic.ts";
import { join, quote, quoteAll } from "./quote.ts";
import { keysOf, noteAt, schemasAt } from "./schema-walk.ts";
import { suggest, suggestionHint } from "./suggest.ts";
import { choicesLike, expectedKinds } from "./union-issue.ts";

type Issue = z.core.$ZodIssue;
type Path = Diagnostic["path"];

/** One of zod's issues in our words, not located yet. */
export interface Finding {
  code: string;
  message: string;
  hint?: string | undefined;
  path: Path;
  /** Which part of the entry at the path the finding points at; its value where absent. */
  part?: "key" | "value";
  /** The key that an unknown one was most likely meant to be. */
  meant?: string | undefined;
}

export interface FindingContext {
  schema: z.ZodType;
  /** The whole document's value. */
  value: unknown;
}

/** Says one of zod's issues in words for the person who wrote the document. */
export function describeIssue(
  issue: Issue,
  context: FindingContext,
): Finding[] {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => describeUnknownKey(key, path, context));
  const input = valueAt(context.value, path);
  if (input === undefined) return [describeMissing(path, context)];
  if (issue.code === "invalid_type")
    return [describeKind(issue, path, input, context)];
  if (issue.code === "invalid_value")
    return [describeChoice(issue.values, path, input)];
  if (issue.code === "invalid_union" && issue.discriminator !== undefined)
    return [describeChoice(choicesOf(issue), path, input)];
  const alike = choicesLike(issue, input);
  if (alike.length > 0) return [describeChoice(alike, path, input)];
  if (issue.code === "invalid_union")
    return [describeKind(issue, path, input, context)];
  if (issue.code === "too_small" || issue.code === "too_big")
    return [describeSize(issue, path)];
  if (issue.code === "invalid_key") return [describeKey(issue, path)];
  return [
    {
      code: "wrong-value",
      message: `${quote(input)} does not fit: ${issue.message}`,
      path,
    },
  ];
}

function describeKey(
  issue: Issue & { code: "invalid_key" },
  path: Path,
): Finding {
  const why = issue.issues[0]?.message ?? issue.message;
  const message = `the key ${quote(path.at(-1))} does not fit: ${why}`;
  return { code: "wrong-key", message, path, part: "key" };
}

function describeUnknownKey(
  key: string,
  parent: Path,
  { schema }: FindingContext,
): Finding {
  const at = { path: [...parent, key], part: "key" as const };
  const keys = keysOf(schemasAt(schema, parent));
  if (keys.includes(key))
    return {
      code: "unfitting-key",
      message: `the key ${quote(key)} does not go with those beside it`,
      hint: "keep those of one kind",
      ...at,
    };
  return {
    code: "unknown-key",
    message: `unknown key ${quote(key)}`,
    hint: suggestionHint(key, keys, "known keys"),
    meant: suggest(key, keys),
    ...at,
  };
}

function describeMissing(path: Path, { schema }: FindingContext): Finding {
  return {
    code: "missing-key",
    message: `${labelOf(path)} is missing`,
    hint: noteAt(schema, path).description,
    path,
    part: "key",
  };
}

function describeKind(
  issue: Issue,
  path: Path,
  input: unknown,
  { schema }: FindingContext,
): Finding {
  const kinds = expectedKinds(issue).map((kind) => KINDS[kind] ?? kind);
  const wanted = `${labelOf(path)} has to be ${join([...new Set(kinds)])}`;
  const example = noteAt(schema, path).examples?.[0];
  return {
    code: "wrong-type",
    message: `${wanted}, ${input === null ? "and is empty" : `not ${quote(input)}`}`,
    hint: example === undefined ? undefined : `for example ${quote(example)}`,
    path,
  };
}

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  tuple: "a list",
  nan: "NaN",
  null: "nothing",
};

function describeChoice(
  choices: readonly unknown[],
  path: Path,
  input: unknown,
): Finding {
  const meant =
    typeof input === "string" ? suggest(input, choices.map(String)) : undefined;
  return {
    code: "unknown-value",
    message: `${labelOf(path)} has to be ${quoteAll(choices)}, not ${quote(input)}`,
    hint: meant === undefined ? undefined : `did you mean ${quote(meant)}?`,
    path,
  };
}

function choicesOf(issue: Issue & { code: "invalid_union" }): unknown[] {
  return "options" in issue ? (issue.options ?? []) : [];
}

function describeSize(
  issue: Issue & { code: "too_small" | "too_big" },
  path: Path,
): Finding {
  const small = issue.code === "too_small";
  if (small && Number(issue.minimum) === 1 && issue.origin in UNITS)
    return { code: "empty", message: `${labelOf(path)} is empty`, path };
  const bound = Number(small ? issue.minimum : issue.maximum);
  const unit = UNITS[issue.origin]?.[bound === 1 ? 0 : 1];
  const needs = unit === undefined ? "has to be" : "has to have";
  const most = `at ${small ? "least" : "most"} ${bound}`;
  return {
    code: small ? "too-small" : "too-large",
    message: [labelOf(path), needs, most, unit].filter(Boolean).join(" "),
    path,
  };
}

const UNITS: Record<string, [one: string, several: string]> = {
  array: ["entry", "entries"],
  string: ["character", "characters"],
};

function labelOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the file";
  if (typeof last === "string") return quote(last);
  return `entry ${last + 1} of ${labelOf(path.slice(0, -1))}`;
}

function pathOf({ path }: Issue): Path {
  return path.filter((step) => typeof step !== "symbol");
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? Reflect.get(inner, step)
        : undefined,
    value,
  );
}
