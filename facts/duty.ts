import { known, unknown } from "../core/gate/fact.ts";
import type { RoleHolder, Rota, Shift } from "../core/gate/facts.ts";
import { isGroup } from "../core/gate/role-holders.ts";
import type { Span } from "../core/gate/on-call/rota-coverage.ts";
import type { RoleShifts } from "./observe-rotas.ts";

/** Everybody who is on call by a rota at any time of the run. */
export function peopleSoon(rotas: readonly RoleShifts[], run: Span): string[] {
  return rotas
    .flatMap(({ shifts }) => (shifts.known ? shifts.value : []))
    .filter(({ from }) => !from || from < run.until)
    .filter(({ until }) => !until || until > run.from)
    .flatMap((shift) => ("person" in shift ? [shift.person] : []));
}

/**
 * Who is on call in each of these roles: by its rota where it has one, else whom the policy names, and they are at any
 * time.
 *
 * @param known.gone who may not read the repository any more
 */
export function onCallFrom(
  roles: readonly string[],
  {
    named,
    rotas,
    gone,
  }: {
    named: readonly RoleHolder[];
    rotas: readonly RoleShifts[];
    gone: ReadonlySet<string>;
  },
): Rota[] {
  const left = (shift: Shift): Shift => {
    if (!("person" in shift) || !gone.has(shift.person)) return shift;
    const { person, ...time } = shift;
    return { ...time, left: person };
  };
  return roles.map((role): Rota => {
    const rota = rotas.find((one) => one.role === role);
    const shifts =
      rota?.shifts ??
      namedFor(
        role,
        named.filter((one) => one.role === role),
      );
    return {
      role,
      shifts: shifts.known
        ? { ...shifts, value: shifts.value.map(left) }
        : shifts,
      ...(rota && { knownUntil: rota.knownUntil }),
    };
  });
}

function namedFor(role: string, people: readonly RoleHolder[]): Rota["shifts"] {
  const unread = people.find(({ person }) => isGroup(person));
  return unread
    ? unknown(
        `the members of ${unread.person}, who hold the role ${role}, could not be read`,
      )
    : known(people.map(({ person }) => ({ person })));
}
