import { quote, quoteAll } from "../../text/quote.ts";
import type { Contradiction } from "../contradiction.ts";
import type { RequiredPart } from "./organisation.ts";

/** Why a repository may not govern an environment of that name; nothing where it may. */
export function misnamed(
  name: string,
  { environments, other_environments: others }: RequiredPart,
  path: Contradiction["path"],
): Contradiction[] {
  if (others === "allowed" || Object.hasOwn(environments, name)) return [];
  const names = Object.keys(environments);
  const ask = "ask for it in the organisation's file";
  return [
    {
      code: "against-organisation",
      message: `the organisation does not govern an environment ${quote(name)}, and forbids all that it does not govern`,
      hint: names.length === 0 ? ask : `use ${quoteAll(names)}, or ${ask}`,
      path,
    },
  ];
}
