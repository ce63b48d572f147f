import { quote } from "../../text/quote.ts";
import { placesOf } from "../place.ts";
import type { Rule } from "../rule.ts";

/** Chaos Toolkit plays whatever stands in a section; only the person who reads it is misled. */
export const misplacedActivity: Rule = {
  code: "misplaced-activity",
  find(experiment) {
    return placesOf(experiment).flatMap(({ section, activity, path }) => {
      if (activity.kind !== "written") return [];
      const at = { path: [...path, "type"] };
      if (section === "steady-state-hypothesis" && activity.type === "action")
        return {
          severity: "error" as const,
          message: `the hypothesis would act on the system: ${quote(activity.name)} is an action`,
          hint: "move it to the method, or make it a probe",
          ...at,
        };
      if (section === "rollbacks" && activity.type === "probe")
        return {
          severity: "warning" as const,
          message: `${quote(activity.name)} is a probe, which rolls nothing back`,
          hint: "what shows that the system is well again belongs into the hypothesis",
          ...at,
        };
      return [];
    });
  },
};
