import type { Verdict } from "../../gate/registry.ts";
import { enumerate } from "../plain.ts";
import { describeVerdict } from "../verdict.ts";

const CLOCK = "nobody; it opens by itself";
const SERVICE = "whoever looks after the system";
const POLICY = "whoever maintains the policy";
const OPERATOR = "whoever runs this app";

/** Who can do what a verdict asks for, as plain text; empty where it asks for nothing. */
export function whoCan(verdict: Verdict): string {
  if (verdict.status === "pass") return "";
  if (verdict.code === "not-known") return OPERATOR;
  if (verdict.opensAt) return CLOCK;
  switch (verdict.gate) {
    case "halt":
      return "whoever holds a role, or maintains the repository";
    case "experiment_valid":
      return "whoever works on the experiment";
    case "approvals": {
      const { who = [] } = describeVerdict(verdict);
      if (verdict.code === "missing")
        return who.length > 0 ? enumerate(who, "or", 5) : "those on call";
      return POLICY;
    }
    case "staging_passed":
      return "whoever may write to this repository";
    case "windows":
      return verdict.code === "calendar-not-known"
        ? "whoever keeps the calendars"
        : POLICY;
    case "recent_incidents":
      return "whoever handles the incident";
    case "error_budget":
    case "steady_state":
      return SERVICE;
    case "on_call":
      return "whoever keeps the rota";
    case "concurrency":
      return "whoever asked for that run, with /chaos cancel there";
    case "blast_radius":
      return "whoever works on the experiment or on the policy";
    case "change_in_flight":
      return "whoever deploys";
  }
}
