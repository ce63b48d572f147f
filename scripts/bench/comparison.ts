/** What a benchmark found: how long one thing took beside another, measured in turns in the same run. */
export interface Comparison {
  name: string;
  /** Milliseconds. */
  ours: number;
  theirs: { name: string; took: number };
  /** `faster`: theirs / ours has to be at least that; `longer`: ours / theirs at most. */
  bound: { faster: number } | { longer: number };
}

/** What a benchmark found where there is nothing to compare with. */
export interface Speed {
  name: string;
  /** With its unit. */
  figure: string;
  wanted: string;
  isMet: boolean;
}

/** A part that a benchmark needs is not there. */
export interface Missing {
  name: string;
  missing: string;
}

function ratioOf({ ours, theirs, bound }: Comparison): number {
  return "faster" in bound ? theirs.took / ours : ours / theirs.took;
}

function isMet(comparison: Comparison): boolean {
  const ratio = ratioOf(comparison);
  return "faster" in comparison.bound
    ? ratio >= comparison.bound.faster
    : ratio <= comparison.bound.longer;
}

export function speedLine({ name, figure, wanted, isMet: met }: Speed): string {
  return `${met ? "✓" : "✗"} ${name}: ${figure} (${wanted})`;
}

/** One line: the ratio first, since times differ between machines. */
export function comparisonLine(comparison: Comparison): string {
  const { name, ours, theirs, bound } = comparison;
  const [verb, wanted] =
    "faster" in bound
      ? ["times as fast as", `at least ${bound.faster}`]
      : ["times as long as", `at most ${bound.longer}`];
  const ratio = ratioOf(comparison);
  return (
    `${isMet(comparison) ? "✓" : "✗"} ${name}: ${ratio.toFixed(ratio < 100 ? 1 : 0)} ${verb} ${theirs.name} (${wanted}); ` +
    `${milliseconds(ours)} beside ${milliseconds(theirs.took)}`
  );
}

/** What it takes when nothing else is in the way. */
export function shortest(times: readonly number[]): number {
  return Math.min(...times);
}

function milliseconds(time: number): string {
  return `${time.toPrecision(3)} ms`;
}
