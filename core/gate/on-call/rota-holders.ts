import type { RoleHolder, Rota, Shift } from "../facts.ts";
import { isActive } from "./rota-coverage.ts";

/**
 * Who holds a role by its rota now, and who did before. Where that can't be told of somebody, or nobody is on call, the
 * rota's own name stands there.
 *
 * @param name see `rotaName` in core/policy
 */
export function holdersByRota(
  { role, shifts }: Pick<Rota, "role" | "shifts">,
  name: string,
  now: Date,
): RoleHolder[] {
  const handsOverAt = shifts.known ? nextChange(shifts.value, now) : undefined;
  const byName = {
    role,
    person: name,
    rank: "primary" as const,
    ...(handsOverAt && { handsOverAt }),
  };
  if (!shifts.known) return [byName];
  const present = shifts.value
    .filter((shift) => isActive(shift, now))
    .map((shift) =>
      "person" in shift ? { ...byName, person: shift.person } : byName,
    );
  const nobody: RoleHolder[] = [{ ...byName, vacant: true }];
  return [
    ...(present.length === 0 ? nobody : present),
    ...former(role, shifts.value, now),
  ];
}

function nextChange(shifts: readonly Shift[], now: Date): Date | undefined {
  return shifts
    .flatMap(({ from, until }) => [from, until])
    .filter((moment) => moment !== undefined)
    .filter((moment) => moment > now)
    .toSorted((one, other) => one.getTime() - other.getTime())[0];
}

function former(role: string, shifts: Shift[], now: Date): RoleHolder[] {
  return shifts.flatMap((shift) => {
    const { from, until } = shift;
    if (!("person" in shift) || !until || until > now) return [];
    const during = { ...(from && { from }), until };
    return [{ role, person: shift.person, rank: "primary", during }];
  });
}
