import { githubDescription, type Operation } from "./description.ts";
import { ANSWERS, SEARCH_PARAMETERS } from "./errata.ts";
import { problem, queryProblem } from "./schemas.ts";

/** Something that GitHub would not have sent, or would not have been sent. */
interface Violation {
  /** `GET`, …; `webhook` for what is delivered to the app. */
  method: string;
  /** The request's path and query; for a webhook its event and action. */
  path: string;
  /** GitHub's name of the operation, where it has one. */
  operation?: string;
  where: "route" | "query" | "request body" | "answer" | "payload";
  problem: string;
}

/** What was said, to be judged. */
export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  operation: Operation;
}

/** Holds traffic to GitHub's OpenAPI description and remembers every deviation. */
export interface Contract {
  readonly violations: readonly Violation[];
  /** A request for which there is no operation, here or on GitHub. */
  noRoute(method: string, path: string, problem: string): void;
  /** @param body undefined where there is none */
  request(exchange: Exchange, body: unknown): void;
  /** @param body undefined where there is none; bytes are not judged */
  answer(exchange: Exchange, status: number, body: unknown): void;
  webhook(event: string, action: string | undefined, payload: unknown): void;
}

export function createContract(): Contract {
  const violations: Violation[] = [];
  const note = (
    { method, path, query, operation }: Exchange,
    where: Violation["where"],
    found: string | undefined,
  ) => {
    if (found === undefined) return;
    const search = query.size === 0 ? "" : `?${query.toString()}`;
    violations.push({
      method,
      path: `${path}${search}`,
      operation: operation.id,
      where,
      problem: found,
    });
  };
  return {
    violations,
    noRoute(method, path, found) {
      violations.push({ method, path, where: "route", problem: found });
    },
    request(exchange, body) {
      note(exchange, "query", queryProblems(exchange));
      note(exchange, "request body", bodyProblem(exchange.operation, body));
    },
    answer(exchange, status, body) {
      note(exchange, "answer", answerProblem(exchange.operation, status, body));
    },
    webhook(event, action, payload) {
      const schema = githubDescription().webhook(event, action);
      const found = isObject(schema)
        ? problem(schema, payload)
        : "GitHub has no such event";
      if (found === undefined) return;
      const path = action === undefined ? event : `${event}.${action}`;
      violations.push({
        method: "webhook",
        path,
        where: "payload",
        problem: found,
      });
    },
  };
}

function queryProblems({ query, operation }: Exchange): string | undefined {
  const found: string[] = [];
  for (const [name, value] of query) {
    const parameter = operation.query.find((known) => known.name === name);
    if (!parameter) found.push(`there is no parameter ${name}`);
    else if (isObject(parameter.schema) && !SEARCH_PARAMETERS.has(name)) {
      const wrong = queryProblem(parameter.schema, value);
      if (wrong !== undefined) found.push(`${name}: ${wrong}`);
    }
  }
  for (const { name, required } of operation.query) {
    if (required && !query.has(name)) found.push(`${name} is missing`);
  }
  return found.length === 0 ? undefined : found.join("; ");
}

function bodyProblem(
  { body: described }: Operation,
  body: unknown,
): string | undefined {
  if (described === undefined)
    return body === undefined ? undefined : "no body is taken";
  if (body === undefined)
    return described.required ? "a body is missing" : undefined;
  const { schema } = described;
  if (!isObject(schema)) return undefined;
  return problem(schema, body) ?? unknownKeys(schema, body);
}

/** The schemas allow any further key; one that GitHub does not know is a typing error all the same. */
function unknownKeys(schema: object, body: unknown): string | undefined {
  const { properties } = { properties: undefined, ...schema };
  if (!isObject(properties) || !isObject(body)) return undefined;
  const unknown = Object.keys(body).filter((key) => !(key in properties));
  return unknown.length === 0
    ? undefined
    : `there is no key ${unknown.join(", ")}`;
}

function answerProblem(
  { id, answers }: Operation,
  status: number,
  body: unknown,
): string | undefined {
  const described = answers.get(String(status));
  if (described === undefined) {
    // Not every failure is described for every operation; all look alike.
    return status < 400
      ? `an answer ${status} is not described`
      : failureProblem(body);
  }
  if (body instanceof Uint8Array) return undefined;
  if (!isObject(described.schema)) {
    return body === undefined ? undefined : `${status} has no body`;
  }
  const schema = status === 200 ? ANSWERS.get(id) : undefined;
  return problem(schema ?? described.schema, body);
}

function failureProblem(body: unknown): string | undefined {
  const basic = githubDescription().component("basic-error");
  return isObject(basic) ? problem(basic, body) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
