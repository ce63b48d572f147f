import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import type { Outline } from "./outline.ts";

/** Something that a rule found; where it stands is looked up by its path. */
export interface RuleFinding {
  message: string;
  hint?: string;
  path: Diagnostic["path"];
  /** Whether to point at the key of the entry at the path, instead of at its value. */
  part?: "key";
  /** Where it weighs another than the rule's findings do. */
  severity?: Severity;
  /** Chaos Toolkit itself refuses the experiment for it, so that no policy can make light of it. */
  refused?: true;
  /** The key that an unknown one was most likely meant to be. */
  meant?: string;
  /** The top-level key that is missing, where that is all; where it was only misspelt, the finding is an echo. */
  missing?: string;
}

/** What the policy says about the places where experiments run. */
export interface RuleContext {
  environments: Readonly<Record<string, EnvironmentTargets>>;
}

/** What belongs to an environment; nothing is known of what is absent. */
interface EnvironmentTargets {
  namespaces?: readonly string[] | undefined;
  hosts?: readonly string[] | undefined;
}

/** What the policy says about the checking of experiments; nothing where absent. */
export interface Checks extends Partial<RuleContext> {
  /** What a rule's findings weigh, by its code; `off` finds nothing. */
  rules?: Readonly<Record<string, Severity | "off" | undefined>> | undefined;
}

/** One thing that Chaos Toolkit refuses, or accepts although it does not do what it says. */
export interface Rule {
  /** The code of its findings, which never changes. */
  code: string;
  /** What a finding weighs where neither it nor the policy says otherwise. */
  severity: Severity;
  /** One paragraph of Markdown: what the rule finds, and what happens where nobody mends it. */
  explanation: string;
  /** Top-level keys of an experiment in YAML, which the rule objects to and does not object to. */
  example: { wrong: string; right: string };
  /** What a policy has to say for the example to be wrong; nothing where absent. */
  exampleContext?: RuleContext;
  /** Findings can be many in a hostile document, so that they are asked for one by one. */
  find: (experiment: Outline, context: RuleContext) => Iterable<RuleFinding>;
}
