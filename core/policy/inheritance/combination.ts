/** Two demands on the same thing of which no single one is as strict as both. `at`: where, below the gate. */
export interface Conflict {
  message: string;
  hint: string;
  at: (string | number)[];
}

/** What is asked for where both are. Where they are in conflict, it counts for nothing. */
export interface Combination<Settings> {
  settings: Settings;
  conflicts: Conflict[];
}

/**
 * Makes one demand of a repository's and its organisation's: whatever satisfies it satisfies each of the two.
 *
 * @param environment the name of the environment that both are about
 */
export type Combine<Settings> = (
  mine: Settings,
  required: Settings,
  environment: string,
) => Combination<Settings>;

/** Every key has to be there, also those that may be left out: so a new one can't be forgotten. */
export type Whole<Settings> = {
  [Key in keyof Required<Settings>]: Settings[Key];
};

export function combined<Settings>(
  settings: Settings,
  conflicts: Conflict[] = [],
): Combination<Settings> {
  return { settings, conflicts };
}

/**
 * Ours first, so that each stays where it stands in the repository's file. What one side has twice, both have twice: the
 * same group of approvers, asked for twice, has to be filled by twice as many people.
 */
export function union<Item>(
  mine: readonly Item[],
  required: readonly Item[],
): Item[] {
  const unmatched = [...mine];
  const more = required.filter((item) => {
    const same = unmatched.findIndex((one) => isSame(one, item));
    if (same !== -1) unmatched.splice(same, 1);
    return same === -1;
  });
  return [...mine, ...more];
}

/** Those that both allow; where one side says nothing, what the other allows. */
export function intersection<Item>(
  mine: readonly Item[] | undefined,
  required: readonly Item[] | undefined,
): Item[] | undefined {
  const one = mine ?? required;
  return one?.filter((item) => (required ?? one).includes(item));
}

/** The smaller of two limits, of which either may be absent. */
export function least(
  mine: number | undefined,
  required: number | undefined,
): number | undefined {
  if (mine === undefined || required === undefined) return mine ?? required;
  return Math.min(mine, required);
}

/** Names that both sides give to different things. */
export function clashes<Item>(
  mine: readonly Item[],
  required: readonly Item[],
  nameOf: (item: Item) => string,
): { name: string; index: number }[] {
  return mine.flatMap((item, index) => {
    const name = nameOf(item);
    const other = required.find((one) => nameOf(one) === name);
    return other && !isSame(item, other) ? [{ name, index }] : [];
  });
}

/** Both come out of the same schema, which writes its keys in one order. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
