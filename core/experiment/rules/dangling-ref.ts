import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { placesOf } from "../place.ts";
import type { Rule } from "../rule.ts";

/**
 * A reference has to lead to an activity of the hypothesis or the method: chaoslib looks up no others. It refuses one
 * in the method that does not, and lets one in the rollbacks fail when it is needed.
 */
export const danglingRef: Rule = {
  code: "dangling-ref",
  find(experiment) {
    const places = placesOf(experiment);
    const names = places.flatMap(({ section, activity }) =>
      activity.kind === "written" && section !== "rollbacks"
        ? [activity.name]
        : [],
    );
    const known = [...new Set(names)];
    return places.flatMap(({ activity, path }) => {
      if (activity.kind !== "reference" || known.includes(activity.ref))
        return [];
      return {
        severity: "error",
        message: `no activity of the method or the hypothesis is called ${quote(activity.ref)}`,
        hint: suggestionHint(activity.ref, known, "activities"),
        path: [...path, "ref"],
      };
    });
  },
};
