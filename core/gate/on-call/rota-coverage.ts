import type { Shift } from "../facts.ts";
import { personKey } from "../role-holders.ts";

/** A stretch of time: from its first moment to the first one after it. */
export interface Span {
  from: Date;
  until: Date;
}

/** The same people on call from this moment on, up to the next turn. */
export interface Turn {
  people: string[];
  from: Date;
}

/** A time within a run in which nobody is on call. */
export interface Gap {
  from: Date;
  /** When somebody is on call again, where that is known. */
  until?: Date;
  /** Who would be on call then, and may not read the repository any more. */
  left: string[];
}

/** Somebody of whom the policy does not say who they are, and when in the run they begin. */
interface Stranger {
  user: string;
  from: Date;
}

export interface Coverage {
  /** One after the other; more than one where somebody hands over within the run. */
  turns: Turn[];
  /** The first one. */
  gap?: Gap;
  strangers: Stranger[];
}

/** Who is on call in each moment of a run. A shift counts in its first moment, and not in its last. */
export function coverRun(shifts: readonly Shift[], run: Span): Coverage {
  const turns: Turn[] = [];
  const strangers = new Map<string, Stranger>();
  let gap: Gap | undefined;
  for (const from of momentsOfChange(shifts, run)) {
    const active = shifts.filter((shift) => isActive(shift, from));
    for (const shift of active)
      if ("stranger" in shift && !strangers.has(shift.stranger))
        strangers.set(shift.stranger, { user: shift.stranger, from });
    const people = peopleOf(active);
    if (people.length > 0) {
      if (!isSame(people, turns.at(-1)?.people)) turns.push({ people, from });
    } else if (!active.some((shift) => "stranger" in shift))
      gap ??= gapAt(from, shifts, active);
  }
  return {
    turns,
    ...(gap && { gap }),
    strangers: [...strangers.values()],
  };
}

/** The run's first moment, and each in it at which a shift begins or ends. */
function momentsOfChange(shifts: readonly Shift[], run: Span): Date[] {
  const begin = run.from.getTime();
  const moments = shifts
    .flatMap(({ from, until }) => [from?.getTime(), until?.getTime()])
    .filter((moment) => moment !== undefined)
    .filter((moment) => moment > begin && moment < run.until.getTime());
  return [...new Set([begin, ...moments])]
    .toSorted((one, other) => one - other)
    .map((moment) => new Date(moment));
}

export function isActive({ from, until }: Partial<Span>, at: Date): boolean {
  return (!from || from <= at) && (!until || until > at);
}

/** Each person once, in the order of the rota. */
function peopleOf(shifts: readonly Shift[]): string[] {
  const people = shifts.flatMap((shift) =>
    "person" in shift && shift.person.trim() !== "" ? [shift.person] : [],
  );
  return [
    ...new Map(people.map((person) => [personKey(person), person])).values(),
  ];
}

function isSame(people: string[], others: string[] | undefined): boolean {
  return people.toSorted().join(" ") === others?.toSorted().join(" ");
}

function gapAt(
  from: Date,
  shifts: readonly Shift[],
  active: readonly Shift[],
): Gap {
  const next = shifts
    .filter((shift) => !("left" in shift))
    .filter((shift) => !shift.until || shift.until > (shift.from ?? from))
    .flatMap((shift) => (shift.from && shift.from > from ? [shift.from] : []))
    .toSorted((one, other) => one.getTime() - other.getTime())[0];
  const left = active.flatMap((shift) => ("left" in shift ? [shift.left] : []));
  return { from, ...(next && { until: next }), left: [...new Set(left)] };
}
