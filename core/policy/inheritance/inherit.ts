import type { Diagnostic } from "../../text/diagnostic.ts";
import { at, overlay } from "./overlay.ts";
import type { Organisation } from "./organisation.ts";

/** A repository's policy over its organisation's defaults, as YAML has both. */
export function overDefaults(
  repository: unknown,
  { defaults, required }: Organisation,
): unknown {
  const workflows = Object.entries(required.environments).flatMap(
    ([name, { workflow }]) =>
      workflow === undefined ? [] : [[name, { workflow }] as const],
  );
  // What is required need not be written again.
  const known = {
    ...(Object.keys(required.roles).length > 0 && { roles: required.roles }),
    ...(workflows.length > 0 && {
      environments: Object.fromEntries(workflows),
    }),
  };
  return overlay(overlay(known, defaults), repository);
}

/** Says of findings that they are about something that the repository's file does not have. */
export function withOrigin(
  diagnostics: readonly Diagnostic[],
  repository: unknown,
  { defaults, required }: Organisation,
): Diagnostic[] {
  return diagnostics.map((finding) => {
    const { path, message } = finding;
    if (at(repository, path) !== undefined) return finding;
    // In a list, what is required stands behind what the repository has.
    const end = path.findIndex((step) => typeof step === "number");
    const place = end === -1 ? path : path.slice(0, end);
    const sides = [defaults, required];
    return sides.some((side) => at(side, place) !== undefined)
      ? { ...finding, message: `${message}, by the organisation's file` }
      : finding;
  });
}
