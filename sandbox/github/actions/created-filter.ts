/**
 * GitHub's search by date: `>=2026-01-01`, `<2026-01-01T10:00:00Z`, `2026-01-01..2026-01-31`, `*..2026-01-31`, or one
 * day. A date without a time means the whole day.
 *
 * @param filter null: everything
 */
export function createdWithin(filter: string | null, created: Date): boolean {
  if (filter === null) return true;
  // Times have seconds only.
  const time = Math.floor(created.getTime() / 1_000) * 1_000;
  const range = /^(?<from>[^.]+|\*)\.\.(?<to>.+)$/.exec(filter)?.groups;
  if (range)
    return (
      (range["from"] === "*" || time >= begin(range["from"])) &&
      (range["to"] === "*" || time < end(range["to"]))
    );
  const [, operator, date] = /^([<>]=?)?(.*)$/.exec(filter) ?? [];
  if (operator === ">=") return time >= begin(date);
  if (operator === "<=") return time < end(date);
  if (operator === ">") return time >= end(date);
  if (operator === "<") return time < begin(date);
  return time >= begin(date) && time < end(date);
}

function begin(date: string | undefined): number {
  return Date.parse(date ?? "");
}

/** The first moment after it. */
function end(date: string | undefined): number {
  return begin(date) + (date?.includes("T") ? 1 : 86_400_000);
}
