/**
 * The one JSON text of a value, whatever order its keys came in, so that a hash over it can be made again from what a
 * database gives back. Keys in the order of their UTF-16 units, no white space, numbers as ECMAScript writes them
 * (the rules of RFC 8785).
 *
 * @param value of what JSON has, nothing else
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
