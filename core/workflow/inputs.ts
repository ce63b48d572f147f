/** What the app sends with every dispatch; GitHub refuses one with an input that the workflow does not declare. */
export const DISPATCH_INPUTS = [
  "environment",
  "experiment",
  "skip_validation",
  "request",
  "correlation",
  "digest",
  "commit",
] as const;

export type DispatchInput = (typeof DISPATCH_INPUTS)[number];

/** The gate's name of an input. */
export function gateInput(input: DispatchInput): string {
  return input.replaceAll("_", "-");
}
