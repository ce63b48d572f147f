import { cardOf } from "./account.ts";
import type { Interior } from "./interior.ts";
import type { JsonObject } from "./json.ts";

/*
 * A fork shares its objects with the repository, as on GitHub. Its branches are kept in the repository itself, under
 * GitHub's label for them, `<login>:<branch>`: Git has no branch whose name has a colon, so nothing else is called so.
 */

/** The name under which a fork's branch is kept. */
export function branchOfFork(login: string, branch: string): string {
  return `${login}:${branch}`;
}

/** Whether that is a branch of a fork; with `refs/heads/` before it or without. */
export function isOfFork(ref: unknown): boolean {
  return typeof ref === "string" && ref.includes(":");
}

/** Shows the head of a pull request in its fork, where it is in one. GitHub shows no repository once that is deleted. */
export function headOfFork(head: JsonObject, interior: Interior): JsonObject {
  const label = String(head["ref"]);
  if (!isOfFork(label)) return head;
  const colon = label.indexOf(":");
  const login = label.slice(0, colon);
  return {
    ...head,
    label,
    ref: label.slice(colon + 1),
    user: cardOf(login, interior),
    repo: interior.marks.forks.has(login) ? forkCard(login, interior) : null,
  };
}

function forkCard(login: string, interior: Interior): JsonObject {
  const { cards, fullName, accounts, options } = interior;
  const name = `${login}/${options.repository.name}`;
  const links = Object.entries(cards.repository).map(([key, value]) => [
    key,
    typeof value === "string" ? value.replace(fullName, name) : value,
  ]);
  return {
    ...Object.fromEntries(links),
    // No repository of the local GitHub has an id of that size.
    id: 1_000_000 + (accounts.get(login)?.id ?? 0),
    fork: true,
    owner: cardOf(login, interior),
  };
}
