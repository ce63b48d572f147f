import { quote } from "../../text/quote.ts";
import { placesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const duplicateName: Rule = {
  code: "duplicate-name",
  severity: "warning",
  explanation:
    "Activities of one name can't be told apart in the journal, nor in what is filed when the run fails. Where a `ref` names them, it means the last one, which is an error whatever was meant.",
  example: {
    wrong: `
method:
  - type: action
    name: kill
    provider: { type: process, path: kubectl, arguments: [-n, shop-staging, delete, pod, shop-0], timeout: 30 }
  - type: action
    name: kill
    provider: { type: process, path: kubectl, arguments: [-n, shop-staging, delete, pod, shop-1], timeout: 30 }`,
    right: `
method:
  - type: action
    name: kill-the-first
    provider: { type: process, path: kubectl, arguments: [-n, shop-staging, delete, pod, shop-0], timeout: 30 }
  - type: action
    name: kill-the-second
    provider: { type: process, path: kubectl, arguments: [-n, shop-staging, delete, pod, shop-1], timeout: 30 }`,
  },
  find(experiment) {
    const places = placesOf(experiment);
    const referred = new Set(places.map(({ activity }) => activity.ref));
    const seen = new Set<string>();
    return places.flatMap(({ activity: { ref, name }, path }) => {
      if (ref !== undefined || name === undefined || name === "") return [];
      const isAgain = seen.has(name);
      seen.add(name);
      if (!isAgain) return [];
      const isReferred = referred.has(name);
      return {
        ...(isReferred && { severity: "error" }),
        message: `another activity is called ${quote(name)}, too${isReferred ? ", and a `ref` names it" : ""}`,
        hint: "give each activity a name of its own, or refer to the first one with `ref`",
        path: [...path, "name"],
      };
    });
  },
};
