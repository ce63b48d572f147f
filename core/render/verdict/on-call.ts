import type { OnCallRole, OnCallVerdict } from "../../gate/on-call.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeOnCall({ code, values }: OnCallVerdict): VerdictWords {
  switch (code) {
    case "covered":
      return { summary: `On call: ${rota(values.covered)}.` };
    case "nobody": {
      const others =
        values.covered.length === 0
          ? "."
          : `; on call: ${rota(values.covered)}.`;
      return {
        summary: `Nobody is on call as ${enumerate(values.empty, "or")}${others}`,
        mend: `Put somebody on call as ${enumerate(values.empty, "and")}.`,
      };
    }
    case "not-known":
      return describeNotKnown("Who is on call is", values.reason);
  }
}

function rota(roles: OnCallRole[]): string {
  return roles
    .map(({ role, people }) => {
      const names = people.map((person) => plain(person, 40));
      return `${enumerate(names, "and", 3)} (${role})`;
    })
    .join(", ");
}
