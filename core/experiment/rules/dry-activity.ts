import { placesOf } from "../place.ts";
import type { Rule } from "../rule.ts";

/**
 * chaoslib takes an activity's own `dry` in place of the one of the run and knows none of the values that a file can
 * hold, so with it an activity is carried out even in a dry run (seen with 1.44).
 */
export const dryActivity: Rule = {
  code: "dry-activity",
  find(experiment) {
    return placesOf(experiment).flatMap(({ activity, path }) =>
      activity.kind === "written" && activity.dry !== undefined
        ? {
            severity: "error",
            message:
              "with `dry`, an activity is carried out even where the whole run is dry",
            hint: "remove `dry`; a dry run is asked for with `chaos run --dry`",
            path: [...path, "dry"],
            part: "key",
          }
        : [],
    );
  },
};
