import type { RoleHolder } from "../../../core/gate/facts.ts";

/** The rota of the incident response procedures: six people share five roles, ahmed and sarah and mike three of them. */
export const ROTA: RoleHolder[] = [
  { role: "incident-commander", person: "ahmed", rank: "primary" },
  { role: "incident-commander", person: "sarah", rank: "secondary" },
  { role: "backend-lead", person: "sarah", rank: "primary" },
  { role: "backend-lead", person: "mike", rank: "secondary" },
  { role: "devops-lead", person: "mike", rank: "primary" },
  { role: "devops-lead", person: "ahmed", rank: "secondary" },
  { role: "dba", person: "john", rank: "primary" },
  { role: "dba", person: "lisa", rank: "secondary" },
];

export const THREE_ROLES = [
  "incident-commander",
  "backend-lead",
  "devops-lead",
];

/** All that these people hold in the rota: what they offer by approving without naming a role. */
export function offersOf(...people: string[]): RoleHolder[] {
  return people.flatMap((person) =>
    ROTA.filter((holder) => holder.person === person),
  );
}
