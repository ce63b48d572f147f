import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isScalar,
  isSequence,
} from "./workflow-parser.ts";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";

/** What expressions can read: `github`, `inputs`, `steps`, … as plain values. */
export type Contexts = Record<string, Value>;
export type Value =
  string | number | boolean | null | Value[] | { [key: string]: Value };

/** How the job stands, for `success()`, `failure()`, `always()` and `cancelled()`. */
export type JobStatus = "success" | "failure" | "cancelled";

const STATUS_FUNCTIONS: Record<string, (status: JobStatus) => boolean> = {
  success: (status) => status === "success",
  failure: (status) => status === "failure",
  cancelled: (status) => status === "cancelled",
  always: () => true,
};

/** Evaluates one expression (without `${{ }}`) with GitHub's own parser and evaluator. */
export function evaluate(
  expression: string,
  contexts: Contexts,
  status: JobStatus = "success",
): data.ExpressionData {
  const functions = Object.entries(STATUS_FUNCTIONS).map(([name, holds]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(holds(status)),
  }));
  const parser = new Parser(
    new Lexer(expression).lex().tokens,
    Object.keys(contexts),
    functions,
  );
  const context = toData(contexts);
  if (!(context instanceof data.Dictionary))
    throw new TypeError("contexts are a dictionary");
  return new Evaluator(
    parser.parse(),
    context,
    new Map(functions.map((entry) => [entry.name, entry])),
  ).evaluate();
}

/** Whether a step runs: as GitHub has it, a condition that asks no status function asks `success()` as well. */
export function condition(
  expression: string,
  contexts: Contexts,
  status: JobStatus,
): boolean {
  const asksStatus = /\b(success|failure|cancelled|always)\s*\(/.test(
    expression,
  );
  if (!asksStatus && status !== "success") return false;
  return isTruthy(evaluate(expression, contexts, status));
}

/** A token of a workflow file as text, its expressions evaluated. */
export function text(
  token: TemplateToken | undefined,
  contexts: Contexts,
  status: JobStatus = "success",
): string {
  if (token === undefined) return "";
  if (isBasicExpression(token))
    return evaluate(token.expression, contexts, status).coerceString();
  if (isScalar(token)) return token.toString();
  throw new TypeError(
    "a text was expected, and the workflow has a mapping or a list there",
  );
}

/** A mapping token as name → text, for `env` and `with`. */
export function texts(
  token: TemplateToken | undefined,
  contexts: Contexts,
): Record<string, string> {
  if (token === undefined) return {};
  if (!isMapping(token))
    throw new TypeError("a mapping was expected in the workflow");
  return Object.fromEntries(
    [...token].map(({ key, value }) => [key.toString(), text(value, contexts)]),
  );
}

/** A token without expressions as a plain value. */
export function literal(token: TemplateToken): Value {
  if (isMapping(token)) {
    return Object.fromEntries(
      [...token].map(({ key, value }) => [key.toString(), literal(value)]),
    );
  }
  if (isSequence(token)) return [...token].map(literal);
  if (isBoolean(token) || isNumber(token)) return token.value;
  return isScalar(token) ? token.toString() : null;
}

function isTruthy(value: data.ExpressionData): boolean {
  if (value instanceof data.BooleanData) return value.value;
  if (value instanceof data.StringData) return value.value !== "";
  if (value instanceof data.NumberData)
    return value.value !== 0 && !Number.isNaN(value.value);
  return !(value instanceof data.Null);
}

function toData(value: Value): data.ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(
    ...Object.entries(value).map(([key, entry]) => ({
      key,
      value: toData(entry),
    })),
  );
}
