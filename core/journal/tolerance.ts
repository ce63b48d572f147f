/*
 * Tolerances as Chaos Toolkit reads them (`chaoslib/hypothesis.py`, `within_tolerance`): a status is taken out of a
 * process's or an HTTP call's output by itself, another part of it is named by `target`.
 */

/** The part of a probe's output that its tolerance looks at. */
export function observed(output: unknown, tolerance: unknown): unknown {
  if (!isRecord(output)) return output;
  if (typeof tolerance === "number" || Array.isArray(tolerance))
    return "status" in output ? output["status"] : output;
  if (!isRecord(tolerance)) return output;
  const target = tolerance["target"];
  return typeof target === "string" ? (output[target] ?? output) : output;
}

/** A tolerance as a value that can be shown, its kind first: `range: [0, 5]`. */
export function describeTolerance(tolerance: unknown): unknown {
  if (!isRecord(tolerance)) return tolerance;
  const { type, pattern, path, expect, count, range, name } = tolerance;
  switch (type) {
    case "regex":
      return { regex: pattern };
    case "jsonpath":
      return {
        jsonpath: path,
        ...(expect === undefined ? {} : { expect }),
        ...(count === undefined ? {} : { count }),
      };
    case "range":
      return { range };
    case "probe":
      return { probe: name };
    default:
      return tolerance;
  }
}

/** Whether an activity's own tolerance names this status, so that it is what the author expects. */
export function expectsStatus(tolerance: unknown, status: number): boolean {
  return Array.isArray(tolerance)
    ? tolerance.includes(status)
    : tolerance === status;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
