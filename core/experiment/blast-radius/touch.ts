import type { Path } from "../outline.ts";

/** What is done to a target, as far as the activity says. */
export const FAULTS = [
  "pod-termination",
  "deletion",
  "scaling",
  "restart",
  "command-in-pod",
  "cpu-load",
  "memory-load",
  "network",
  "node-cordon",
  "node-drain",
  "configuration-change",
  "http-request",
] as const;

export type Fault = (typeof FAULTS)[number];

/** What a target or a fault is of. */
export type Aspect = "namespaces" | "workloads" | "hosts" | "faults";

/** Why something can't be told without running the experiment. */
export type Obscurity =
  /** A variable that only a run can fill in. */
  | "variable"
  /** A shell reads the command. */
  | "shell"
  /** A program, or a command of kubectl, of which nothing is known here. */
  | "program"
  /** A Python function of which nothing is known here. */
  | "python"
  /** A file that says what it is applied to. */
  | "manifest"
  /** kubectl's own context, since no namespace is named. */
  | "context"
  /** A selector over all namespaces. */
  | "all-namespaces";

/** Something that one activity reaches, or of which it can't be told what it reaches. */
export type Touch = { path: Path } & (
  | {
      known: true;
      aspect: Aspect;
      value: string;
      /** `default`: as long as the environment that it runs in says nothing else. */
      from: "text" | "default";
    }
  | { known: false; aspects: readonly Aspect[]; why: Obscurity; what: string }
);
