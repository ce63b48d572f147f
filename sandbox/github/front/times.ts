/** A time as GitHub writes it: to the second. */
export function githubTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
