import { known, type Evidence, type Fact } from "../core/gate/fact.ts";
import type { RoleHolder, Rota } from "../core/gate/facts.ts";
import { isGroup, isPresent, roleHolders } from "../core/gate/role-holders.ts";
import { holdersByRota } from "../core/gate/on-call/rota-holders.ts";
import { POLICY_PATH } from "../core/policy/path.ts";
import { expectedDuration } from "../core/policy/rule.ts";
import type { EnvironmentRule, Policy } from "../core/policy/schema.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import type { FactsContext } from "./context.ts";
import { learn } from "./learn.ts";
import { onCallFrom, peopleSoon } from "./duty.ts";
import { observeRotas } from "./observe-rotas.ts";
import { readTeams } from "./read-teams.ts";

/** Who may approve in which role, and who is on call in it. */
interface Duty {
  holders: Fact<RoleHolder[]>;
  onCall: Fact<Rota[]>;
}

interface Subject {
  policy: Policy;
  rule: EnvironmentRule;
  /** The policy's. */
  commit: string;
}

/**
 * Who holds which role: the policy's people, the members of its teams, and whoever is on call by a role's rota, without
 * those who lost their access to the repository. What can't be read stays as the team's or the rota's name.
 */
export async function observeDuty(
  context: Pick<FactsContext, "github" | "memory" | "services">,
  { policy, rule, commit }: Subject,
  now: Date,
): Promise<Duty> {
  const { github } = context;
  const back = rule.gates.approvals?.expire_after ?? 0;
  const seats = roleHolders(policy);
  const [rotas, teams] = await Promise.all([
    observeRotas(context, policy, commit, now, back),
    readTeams(github, seats),
  ]);
  const named = seats.flatMap((seat) =>
    (teams.get(seat.person) ?? [seat.person]).map((person) => ({
      ...seat,
      person,
    })),
  );
  const all = [
    ...rotas.flatMap((rota) => holdersByRota(rota, rota.name, now)),
    ...named,
  ];
  const run = { from: now, until: new Date(+now + expectedDuration(rule)) };
  const access = await learn(now, async () => {
    const people = [
      ...all.map(({ person }) => person),
      ...peopleSoon(rotas, run),
    ];
    const gone = await withoutAccess(github, people);
    return known(gone, evidenceOf(all, gone, now));
  });
  if (!access.known) return { holders: access, onCall: access };
  const gone = access.value;
  return {
    holders: known(
      all.filter(({ person }) => !gone.has(person)),
      ...access.evidence,
      ...rotas.flatMap(({ shifts }) => shifts.evidence),
    ),
    onCall: known(
      onCallFrom(rule.gates.on_call?.roles ?? [], { named, rotas, gone }),
      ...access.evidence,
    ),
  };
}

async function withoutAccess(
  github: GitHubRepository,
  holders: string[],
): Promise<Set<string>> {
  const people = [...new Set(holders.filter((person) => !isGroup(person)))];
  const permissions = await Promise.all(
    people.map((person) => github.permission(person)),
  );
  return new Set(people.filter((_, index) => permissions[index] === "none"));
}

function evidenceOf(
  holders: RoleHolder[],
  gone: ReadonlySet<string>,
  at: Date,
): Evidence {
  const list = holders.map((holder) => {
    const { role, person, rank } = holder;
    const notes = [
      isPresent(holder) ? rank : "was on call",
      ...(gone.has(person) ? ["without access"] : []),
      ...(holder.vacant ? ["nobody"] : isGroup(person) ? ["not readable"] : []),
    ];
    return `${role}: ${person} (${notes.join(", ")})`;
  });
  return {
    source: "github",
    at,
    query: `roles of ${POLICY_PATH}, and who of them may still read the repository`,
    answer: list.join("; ").slice(0, 500),
  };
}
