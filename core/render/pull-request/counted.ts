/** `["3 errors"]`; empty where there are none, so that several can be put together. */
export function counted(
  number: number,
  one: string,
  many = `${one}s`,
): string[] {
  return number === 0 ? [] : [`${String(number)} ${number === 1 ? one : many}`];
}
