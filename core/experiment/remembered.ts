import type { Outline } from "./outline.ts";

/** Asks once for each outline, however many rules want to know. */
export function remembered<T>(
  ask: (experiment: Outline) => T,
): (experiment: Outline) => T {
  const answers = new WeakMap<Outline, { answer: T }>();
  return (experiment) => {
    const seen = answers.get(experiment);
    if (seen) return seen.answer;
    const answer = ask(experiment);
    answers.set(experiment, { answer });
    return answer;
  };
}
