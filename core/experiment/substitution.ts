import { isMapping } from "./outline.ts";
import type { Outline } from "./outline.ts";

/** A value once its variables are filled in, as far as that can be known without running anything. */
export type Resolved =
  /** `default`: as long as the environment that it runs in says nothing else. */
  | { known: true; value: unknown; from: "text" | "default" }
  /** The name of a variable that only a run can fill in. */
  | { known: false; variable: string };

const VARIABLE = /(?<!\$)\$\{(?<name>[^{}]+)\}/g;
const NOTHING_BUT_ONE = /^\$\{(?<name>[^{}]+)\}$/;

/**
 * Fills `${name}` in as chaoslib's `substitute` does, with the configuration's literals and defaults. Secrets, probes,
 * and variables of the environment without a default stay unknown.
 */
export function resolve(value: unknown, { configuration }: Outline): Resolved {
  if (typeof value !== "string") return { known: true, value, from: "text" };
  const only = NOTHING_BUT_ONE.exec(value)?.groups?.["name"];
  if (only !== undefined) return lookUp(only, configuration);

  let from: "text" | "default" = "text";
  let unknown: string | undefined;
  const text = value.replaceAll(VARIABLE, (whole, name: string) => {
    const part = lookUp(name, configuration);
    if (!part.known) {
      unknown ??= part.variable;
      return whole;
    }
    if (part.from === "default") from = "default";
    return String(part.value);
  });
  return unknown === undefined
    ? { known: true, value: text, from }
    : { known: false, variable: unknown };
}

function lookUp(
  name: string,
  configuration: Record<string, unknown> = {},
): Resolved {
  const entry = Object.hasOwn(configuration, name)
    ? configuration[name]
    : undefined;
  if (entry === undefined) return { known: false, variable: name };
  if (!isMapping(entry)) return { known: true, value: entry, from: "text" };
  if (entry["type"] === "env" && entry["default"] !== undefined)
    return { known: true, value: entry["default"], from: "default" };
  return { known: false, variable: name };
}
