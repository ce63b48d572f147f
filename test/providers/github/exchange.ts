import type { Exchange } from "../../../sandbox/github/contract/contract.ts";
import { githubDescription } from "../../../sandbox/github/contract/description.ts";

/** What a request asks of GitHub. @throws Error where GitHub has nothing like it */
export function exchangeFor(
  method: string,
  { pathname: path, searchParams: query }: URL,
): Exchange & { parameters: Record<string, string> } {
  const found = githubDescription().find(method, path);
  if (!found) throw new Error(`GitHub has no ${method} ${path}`);
  return { method, path, query, ...found };
}
