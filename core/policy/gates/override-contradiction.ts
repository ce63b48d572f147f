import type { Diagnostic } from "../../text/diagnostic.ts";
import { quote } from "../../text/quote.ts";
import type { OverrideSettings } from "./override.ts";

type Finding = Pick<Diagnostic, "code" | "message" | "hint" | "path">;

/** What is wrong with an `override` although each of its values is right; `path` is where it stands. */
export function overrideContradictions(
  { people, need }: OverrideSettings,
  path: Diagnostic["path"],
): Finding[] {
  const logins = people.map((person) => person.toLowerCase());
  const repeated = people.flatMap((person, index) =>
    logins.indexOf(person.toLowerCase()) < index
      ? [
          {
            code: "repeated-person",
            message: `${quote(person)} is listed twice`,
            hint: "one person's override counts once; keep one of them",
            path: [...path, "people", index],
          },
        ]
      : [],
  );
  const different = new Set(logins).size;
  if (different >= need) return repeated;
  return [
    ...repeated,
    {
      code: "too-few-people",
      message: `an override needs ${String(need)} people, and only ${String(different)} may give one`,
      hint: "name other people in `people`, or lower `need`",
      path: [...path, "people"],
    },
  ];
}
