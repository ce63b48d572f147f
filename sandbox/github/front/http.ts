import type { Identity } from "./identities.ts";
import type { JsonObject } from "./json.ts";

/** A request to the API, read to its end. */
export interface ApiRequest {
  method: string;
  /** As it was sent, still encoded. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** A request whose operation and sender are known. */
export interface Call extends ApiRequest {
  /** GitHub's name of the operation. */
  operation: string;
  /** Of the path, decoded. */
  parameters: Record<string, string>;
  identity: Identity;
  /** The token that emulate knows the sender by. */
  upstreamToken: string;
  /** The body as JSON; empty where there is none. */
  input: JsonObject;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** JSON, or bytes as they are; absent: no body. */
  body?: unknown;
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Answer {
  const type = { "content-type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body };
}

/** A refusal in GitHub's form. */
export function refusal(status: number, message: string): Answer {
  return json(status, {
    message,
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  });
}

/** One page of a list, and the header that says where the next one is. */
export function page<Item>(
  { query, path }: ApiRequest,
  url: string,
  items: Item[],
): { items: Item[]; headers: Record<string, string> } {
  const size = Math.min(Math.max(Number(query.get("per_page") ?? 30), 1), 100);
  const number = Math.max(Number(query.get("page") ?? 1), 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const link = (to: number, rel: string) => {
    const search = new URLSearchParams(query);
    search.set("page", String(to));
    return `<${url}${path}?${search.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, "prev"), link(1, "first")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
  ];
  return {
    items: items.slice((number - 1) * size, number * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

/** A part of a path; where it is encoded wrongly, it is taken as it stands. */
export function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
