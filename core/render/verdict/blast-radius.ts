import type {
  BlastRadiusVerdict,
  Excess,
  Untold,
} from "../../gate/blast-radius.ts";
import { formatDuration } from "../../time/duration.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

const MOST = 5;

export function describeBlastRadius({
  code,
  values,
}: BlastRadiusVerdict): VerdictWords {
  switch (code) {
    case "within-limits": {
      const summary = "What the experiment touches is within the limits.";
      return values.untold.length === 0
        ? { summary }
        : {
            summary: `${summary} Of ${unclear(values.untold)}, which the policy allows.`,
          };
    }
    case "beyond-limits":
      return {
        summary: `The experiment goes beyond the limits: ${values.excess.map(excessWords).join("; ")}.`,
        mend: "Make the experiment smaller, or have the limits of the policy changed.",
      };
    case "cannot-tell":
      return {
        summary: `Whether the experiment stays within the limits can't be told: of ${unclear(values.untold)}.`,
        mend: "Let the experiment say it: a namespace, a timeout for each activity, a share of the replicas. Where it can't, `unknown: allow` in the policy accepts that.",
      };
    case "unreadable":
      return {
        summary:
          "The experiment can't be read, so nobody can tell what it touches.",
        mend: "Mend the experiment.",
      };
    case "not-known":
      return describeNotKnown("What the experiment touches is", values.reason);
  }
}

const SUBJECTS: Record<Untold["of"], string> = {
  namespaces: "the namespaces",
  faults: "the kinds of fault",
  replicas: "the share of the replicas",
  longest: "the longest duration",
};

/** `the namespaces (kubectl) it is not known …`: what is not told, and because of what. */
function unclear(untold: readonly Untold[]): string {
  const each = untold.map(({ of, because }) => {
    const names = because.map((name) => plain(name, 80)).filter(Boolean);
    return names.length === 0
      ? SUBJECTS[of]
      : `${SUBJECTS[of]} (because of ${enumerate(names, "and", MOST)})`;
  });
  return `${enumerate(each, "and")} too little is said`;
}

function excessWords(excess: Excess): string {
  switch (excess.of) {
    case "namespaces":
    case "faults": {
      const what =
        excess.of === "namespaces" ? "it touches" : "it brings about";
      return `${what} ${list(excess.values)} (allowed: ${list(excess.allowed)})`;
    }
    case "replicas":
      return `it takes ${percent(excess.value)} of the replicas at once (at most ${percent(excess.limit)})`;
    case "longest":
      return `it may take ${formatDuration(excess.value)} (at most ${formatDuration(excess.limit)})`;
  }
}

function list(values: readonly string[]): string {
  return enumerate(
    values.map((value) => plain(value, 80)),
    "and",
    MOST,
  );
}

function percent(share: number): string {
  return `${String(Number((share * 100).toFixed(4)))}%`;
}
