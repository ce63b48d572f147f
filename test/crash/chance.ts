/** What happens by chance, and is the same again for the same seed. */
export interface Chance {
  /** A whole number from 0 up to, but not, `bound`. */
  below(bound: number): number;
  /** @param share of 1 */
  happens(share: number): boolean;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
}

/** The generator is mulberry32: small, and good enough for choosing what breaks. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    below,
    happens: (share) => next() < share,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}
