import { quote } from "../../text/quote.ts";
import { placesOf } from "../place.ts";
import type { Rule } from "../rule.ts";

/** Two activities of one name can't be told apart in the journal, and a reference to them means the last one. */
export const duplicateName: Rule = {
  code: "duplicate-name",
  find(experiment) {
    const places = placesOf(experiment);
    const referred = new Set(
      places.flatMap(({ activity }) =>
        activity.kind === "reference" ? [activity.ref] : [],
      ),
    );
    const seen = new Set<string>();
    return places.flatMap(({ activity, path }) => {
      if (activity.kind !== "written") return [];
      const isAgain = seen.has(activity.name);
      seen.add(activity.name);
      if (!isAgain) return [];
      const isReferred = referred.has(activity.name);
      return {
        severity: isReferred ? "error" : "warning",
        message: `another activity is called ${quote(activity.name)}, too${isReferred ? ", and a `ref` names it" : ""}`,
        hint: "give each activity a name of its own, or refer to the first one with `ref`",
        path: [...path, "name"],
      };
    });
  },
};
