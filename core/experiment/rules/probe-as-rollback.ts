import { quote } from "../../text/quote.ts";
import { writtenPlacesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const probeAsRollback: Rule = {
  code: "probe-as-rollback",
  severity: "warning",
  explanation:
    "A probe looks at the system and puts nothing back. Chaos Toolkit plays it all the same and takes its answer for nothing: in rollbacks there is no tolerance. Only the person who reads the experiment is misled.",
  example: {
    wrong: `
rollbacks:
  - type: probe
    name: database-is-back
    provider: { type: process, path: kubectl, arguments: [get, pods], timeout: 30 }`,
    right: `
rollbacks:
  - type: action
    name: start-the-database
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "1"]
      timeout: 30`,
  },
  find: (experiment) =>
    writtenPlacesOf(experiment)
      .filter(
        ({ section, activity }) =>
          section === "rollbacks" && activity.type === "probe",
      )
      .map(({ activity, path }) => ({
        message: `${quote(activity.name)} is a probe, which rolls nothing back`,
        hint: "what shows that the system is well again belongs into the hypothesis",
        path: [...path, "type"],
      })),
};
