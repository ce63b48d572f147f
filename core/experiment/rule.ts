import type { Diagnostic } from "../text/diagnostic.ts";
import type { Experiment } from "./schema.ts";

/** Something that a rule found; where it stands is looked up by its path. */
export type RuleFinding = Omit<Diagnostic, "line" | "column" | "code"> & {
  /** Whether to point at the key of the entry at the path, instead of at its value. */
  part?: "key";
};

/** One thing that Chaos Toolkit refuses, or accepts although it does not do what it says. */
export interface Rule {
  /** The code of its findings. */
  code: string;
  find: (experiment: Experiment) => RuleFinding[];
}
