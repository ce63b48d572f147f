import type { z } from "zod";
import { ProviderError } from "../provider-error.ts";
import { failure, nonsense, refusalOf } from "./failure.ts";
import type { Octokit } from "./octokit.ts";

/** One request to GitHub and the shape of its answer. */
export interface Question<Answer> {
  /** To be read after "could not": `read the comments of issue 7`. */
  doing: string;
  /** As in GitHub's reference: `GET /repos/{owner}/{repo}/issues/{issue_number}`. */
  route: string;
  parameters: Record<string, unknown>;
  answer: z.ZodType<Answer>;
}

/** Far beyond what any repository here has; a list that is longer is a loop. */
const MOST_PAGES = 1_000;

/**
 * Asks once and parses the answer.
 *
 * @throws ProviderError
 */
export async function ask<Answer>(
  octokit: Octokit,
  question: Question<Answer>,
): Promise<Answer> {
  const { data } = await send(octokit, question);
  return parse(question, data);
}

/** Asks for something that may not be there: undefined on 404 and 410. */
export async function find<Answer>(
  octokit: Octokit,
  question: Question<Answer>,
): Promise<Answer | undefined> {
  try {
    return await ask(octokit, question);
  } catch (error) {
    if (error instanceof ProviderError && isAbsent(error.status)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Reads a list to its last page. Octokit's own paginate takes an empty body for an empty list, and an empty list of
 * incidents would pass a gate; here every page is parsed. What moves to a later page while pages are read is
 * answered once.
 */
export async function list<Item extends { id: number }>(
  octokit: Octokit,
  question: Question<Item[]>,
): Promise<Item[]> {
  return listBy(octokit, question, ({ id }) => id);
}

/**
 * The same for things that have no id but another name of their own.
 *
 * @param isBeyond tells of an item that it, and whatever follows it, is not wanted: no further page is read then
 */
export async function listBy<Item>(
  octokit: Octokit,
  question: Question<Item[]>,
  nameOf: (item: Item) => string | number,
  isBeyond: (item: Item) => boolean = () => false,
): Promise<Item[]> {
  const found = new Map<string | number, Item>();
  let cursor: Record<string, string> | undefined = { per_page: "100" };
  for (let page = 0; cursor !== undefined; page += 1) {
    if (page === MOST_PAGES) {
      throw nonsense(question.doing, new Error("the list does not end"));
    }
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one is
    const { data, headers } = await send(octokit, {
      ...question,
      parameters: { ...question.parameters, ...cursor },
    });
    const items = parse(question, data);
    for (const item of items) found.set(nameOf(item), item);
    cursor = items.some(isBeyond) ? undefined : nextPage(headers["link"]);
  }
  return [...found.values()];
}

/**
 * Changes something in a way that would happen twice if it were sent twice. Probot's client repeats what failed with
 * 5xx; whether that was done nevertheless, only looking can tell, so it is switched off here.
 */
export async function create<Answer>(
  octokit: Octokit,
  question: Question<Answer>,
): Promise<Answer> {
  const parameters = { ...question.parameters, request: { retries: 0 } };
  return ask(octokit, { ...question, parameters });
}

/**
 * Asks, and leaves the answer as it came.
 *
 * @throws ProviderError
 */
export async function send(
  octokit: Octokit,
  { doing, route, parameters }: Omit<Question<unknown>, "answer">,
): ReturnType<Octokit["request"]> {
  try {
    return await octokit.request(route, parameters);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    throw failure(doing, refusal, error);
  }
}

function parse<Answer>(
  { doing, answer }: Question<Answer>,
  data: unknown,
): Answer {
  const parsed = answer.safeParse(data);
  if (!parsed.success) throw nonsense(doing, parsed.error);
  return parsed.data;
}

/**
 * The query of the next page from a Link header. Only the query is taken: the request goes where the first one went,
 * whatever address a proxy has put into the header.
 */
function nextPage(link: unknown): Record<string, string> | undefined {
  const next =
    typeof link === "string" &&
    /<(?<url>[^<>]+)>;[^,<]*\brel="next"/.exec(link)?.groups?.["url"];
  if (!next || !URL.canParse(next)) return undefined;
  return Object.fromEntries(new URL(next).searchParams);
}

function isAbsent(status: number | undefined): boolean {
  return status === 404 || status === 410;
}
